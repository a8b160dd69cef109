import { expect, test } from 'vitest'
import { sparklinePoints } from './sparkline.tsx'

test('begins at zero and ends at the largest value', () => {
  expect(sparklinePoints([0, 5, 10])).toBe('0,19 42,10 84,1')
})

test('days without anything lie on the ground', () => {
  expect(sparklinePoints([0, 0])).toBe('0,19 84,19')
})

test('a day far beyond all others leaves the line at the top, and the others keep their height', () => {
  expect(sparklinePoints([5, 5_000, 10])).toBe('0,14.5 42,1 84,10')
})
