import { expect, test } from 'vitest'
import { retryPauseMs } from './webhook-store.ts'

test.each([
  [1, 0, 1_000],
  [2, 0, 2_000],
  [3, 0, 4_000],
  [3, 1, 5_000],
  [12, 0, 2_048_000],
  [13, 0, 2_880_000],
  [13, 1, 3_600_000],
  [1_000_000, 1, 3_600_000],
])('after %i failures with dice at %d waits %i ms', (failures, random, expected) => {
  expect(retryPauseMs(failures, random)).toBe(expected)
})
