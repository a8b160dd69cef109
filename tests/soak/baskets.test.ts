import fc from 'fast-check'
import { expect, it } from 'vitest'
import { evaluateBasket } from '../../packages/basket/src/evaluate/evaluate-basket.ts'
import { largeAmounts, questions, smallAmounts } from '../../packages/basket/src/testing/arbitraries.ts'
import { allCombinations } from '../../packages/basket/src/testing/brute-force.ts'
import { bruteSummary, summaryOf } from '../../packages/basket/src/testing/combination-summary.ts'
import { paidFenOf, returnAll, returnHistories, soldOf } from '../../packages/basket/src/testing/return-histories.ts'
import { lengthOf } from '../harness/soak.ts'

/** 100,000 baskets and 1,000,000 sequences at `YAOQUAN_SOAK=50`. */
const baskets = lengthOf(2_000, 1_000)
const sequences = lengthOf(20_000, 5_000)

const anyQuestion = fc.oneof(
  questions({ maxLines: 5, maxCoupons: 5, amountsFen: smallAmounts }),
  questions({ maxLines: 5, maxCoupons: 5, amountsFen: largeAmounts }),
)

it(`the best of ${baskets} random baskets and its split are those of brute force`, () => {
  let combined = 0
  const isLikeBruteForce = fc.property(anyQuestion, ({ basket, coupons, policy }) => {
    const { best } = evaluateBasket(basket, coupons, policy)
    if (best.codes.length > 1) combined += 1
    const [expected] = allCombinations(basket, coupons, policy)
    const isExact = best.exact && best.bestPossibleFen === best.offFen
    return isExact && JSON.stringify(summaryOf(best)) === JSON.stringify(bruteSummary(expected, best))
  })
  fc.assert(isLikeBruteForce, { numRuns: baskets })
  expect(combined).toBeGreaterThan(baskets / 20)
})

it(`${sequences} random sequences of returns sum to what was paid`, () => {
  let partial = 0
  const sumsToPaid = fc.property(returnHistories, (history) => {
    const sale = soldOf(history)
    const { refunds } = returnAll(sale, history.steps)
    if (refunds.filter(({ refundFen }) => refundFen > 0).length > 1) partial += 1
    const isSummed = refunds.reduce((sum, { refundFen }) => sum + refundFen, 0) === paidFenOf(sale)
    return isSummed && refunds.every(({ refundFen }) => refundFen >= 0)
  })
  fc.assert(sumsToPaid, { numRuns: sequences })
  expect(partial).toBeGreaterThan(sequences / 10)
})
