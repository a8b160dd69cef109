import { expect, test } from 'vitest'
import { parseDuration } from './duration.ts'

test.each([
  ['1s', 1_000],
  ['30m', 1_800_000],
  ['6h', 21_600_000],
  ['30d', 2_592_000_000],
])('reads %s', (text, durationMs) => {
  expect(parseDuration(text)).toBe(durationMs)
})

test.each(['', '0s', '30', 'd', '1.5h', '-1h', '1w', '99999d', '1 h'])('refuses %j', (text) => {
  expect(() => parseDuration(text)).toThrow('30m, 6h or 30d')
})
