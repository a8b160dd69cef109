import { expect, test } from 'vitest'
import { hugeQuestion } from '../testing/large-questions.ts'
import { evaluateBasket } from './evaluate-basket.ts'

/** Processor time on a slow machine. Without a bound by size the first of these takes a fast one more than a minute. */
const mostMs = 30_000

test.each([1, 2])('as many coupons and lines as there can be do not stall a server (%d)', (seed) => {
  const { basket, coupons, policy } = hugeQuestion(seed)
  const before = process.threadCpuUsage()
  const { best, verdicts } = evaluateBasket(basket, coupons, policy)
  const { user, system } = process.threadCpuUsage(before)
  expect((user + system) / 1000).toBeLessThan(mostMs)
  expect(verdicts.filter(({ usable }) => usable)).toHaveLength(200)
  expect(best.offFen).toBeGreaterThan(0)
  expect(best.bestPossibleFen).toBeGreaterThanOrEqual(best.offFen)
})
