import { expect, test } from 'vitest'
import { barScale } from './bar-scale.ts'

test.each([
  [[3, 5, 9], 10],
  [[1, 1, 1], 2],
  [[0, 0], 2],
  [[120, 300, 410], 600],
  [[], 2],
])('bars of %j are drawn up to %d', (values, top) => {
  expect(barScale(values)).toMatchObject({ top, cut: [] })
})

test('one large send is cut, and the other days can be compared', () => {
  expect(barScale([30, 42, 2_010, 38, 0, 35])).toEqual({ top: 60, cut: [2], largestWhole: 42 })
})

test('several large days are cut where they are few of many', () => {
  const days = Array.from({ length: 30 }, (_, day) => (day % 10 === 4 ? 5_000 + day : 20 + day))
  expect(barScale(days)).toMatchObject({ cut: [4, 14, 24], largestWhole: 49 })
})

test('nothing is cut where half of the bars are large, or where only one other is left', () => {
  expect(barScale([900, 3, 950, 4, 920]).cut).toEqual([])
  expect(barScale([900, 3, 0, 0]).cut).toEqual([])
})
