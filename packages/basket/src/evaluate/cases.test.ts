import { describe, expect, test } from 'vitest'
import type { Answer } from '../model/answer.ts'
import type { Basket } from '../model/basket.ts'
import type { BasketCoupon } from '../model/coupon.ts'
import { type ChainPolicy, defaultPolicy } from '../model/policy.ts'
import { reasonText } from '../model/reason-text.ts'
import { basketOf, couponOf, fen, inCategories, off, percent } from '../testing/examples.ts'
import { evaluateBasket } from './evaluate-basket.ts'

/** What the best combination takes by coupon and line, and what is then to pay; all in yuan. */
function answerOf(basket: Basket, coupons: readonly BasketCoupon[], policy: Partial<ChainPolicy> = {}) {
  const answer = evaluateBasket(basket, coupons, { ...defaultPolicy, ...policy })
  const { best } = answer
  const offs = best.codes.map((code) => [
    code,
    best.lines.map(({ byCoupon }) => (byCoupon.find((share) => share.code === code)?.fen ?? 0) / 100),
  ])
  return { off: Object.fromEntries(offs), pay: best.payFen / 100, exact: best.exact }
}

function textsOf(answer: Answer, code: string): readonly string[] {
  const verdict = answer.verdicts.find(({ couponCode }) => couponCode === code)
  return verdict?.reasons.map((reason) => reasonText(reason, 'zh')) ?? []
}

/** Prescription drug of 100 (insured 70), OTC drug, device of 40. */
function insuredBasket(otcYuan: number): Basket {
  return basketOf({ yuan: 100, insuredFen: fen(70), drugClass: 'rx' }, { yuan: otcYuan, drugClass: 'otc_a' }, 40)
}

describe('cases', () => {
  test('1. an amount that does not divide: the rest goes to the largest remainder', () => {
    expect(answerOf(basketOf(33.33, 33.33, 33.34), [off('c', [0, 10])])).toEqual({
      off: { c: [3.33, 3.33, 3.34] },
      pay: 90,
      exact: true,
    })
  })

  test('2. one fen over three equal lines goes to the first', () => {
    expect(answerOf(basketOf(1, 1, 1), [off('c', [0, 0.01])]).off).toEqual({ c: [0.01, 0, 0] })
  })

  test('3. a free line gets nothing', () => {
    expect(answerOf(basketOf(0, 1, 1), [off('c', [0, 0.03])]).off).toEqual({ c: [0, 0.02, 0.01] })
  })

  test.each([
    { yuan: 99.99, pay: 85, off: 15, left: 84.99 },
    { yuan: 0.05, pay: 88, off: 0.01, left: 0.04 },
  ])('4. $pay % of $yuan is $left to pay, half a fen rounded up', ({ yuan, pay, off: offYuan, left }) => {
    expect(answerOf(basketOf(yuan), [percent('c', pay)])).toEqual({ off: { c: [offYuan] }, pay: left, exact: true })
  })

  test('5. the cap of a percentage is split over all lines', () => {
    expect(answerOf(basketOf(100, 300), [percent('c', 80, { capFen: fen(50) })]).off).toEqual({ c: [12.5, 37.5] })
  })

  test('6. a category that does not reach the threshold', () => {
    const basket = basketOf({ yuan: 80, categories: ['1001'] }, { yuan: 150, categories: ['1002'] })
    const answer = evaluateBasket(basket, [off('c', [100, 30], inCategories('1001'))], defaultPolicy)
    expect(answer.verdicts).toMatchObject([
      { couponCode: 'c', usable: false, reasons: [{ code: 'SHORT' }], missingFen: fen(20), offFen: 0 },
    ])
    expect(textsOf(answer, 'c')).toEqual(['适用商品 80.00 元，还差 20.00 元'])
    expect(answer.best).toMatchObject({ codes: [], offFen: 0, payFen: fen(230) })
  })

  test('7. thresholds count the original amount, and layers take in turn', () => {
    const coupons = [off('a', [400, 380], { layer: 1 }), off('b', [400, 50], { layer: 2 })]
    expect(answerOf(basketOf(400), coupons)).toEqual({ off: { a: [380], b: [20] }, pay: 0, exact: true })
  })

  test('8. a later layer splits by what lines still cost', () => {
    const basket = basketOf({ yuan: 400, categories: ['1001'] }, { yuan: 100, categories: ['1002'] })
    const coupons = [off('a', [400, 380], { layer: 1, ...inCategories('1001') }), off('b', [400, 50], { layer: 2 })]
    expect(answerOf(basket, coupons)).toEqual({ off: { a: [380, 0], b: [8.33, 41.67] }, pay: 70, exact: true })
  })

  test('9. two coupons that stack beat a larger one that is used alone', () => {
    const coupons = [off('alone', [0, 100], { isAlone: true }), off('a', [0, 60]), off('b', [0, 60])]
    expect(answerOf(basketOf(300), coupons)).toEqual({ off: { a: [60], b: [60] }, pay: 180, exact: true })
  })

  test('10. of equal amounts the one with less waste', () => {
    expect(answerOf(basketOf(12), [off('50', [0, 50]), off('12', [0, 12])]).off).toEqual({ 12: [12] })
  })

  test('11. a line with an insured part does not count', () => {
    const answer = answerOf(insuredBasket(60), [off('c', [100, 20])], { insured: 'exclude_line' })
    expect(answer).toEqual({ off: { c: [0, 12, 8] }, pay: 180, exact: true })
  })

  test('12. the insured part alone does not count', () => {
    const answer = answerOf(insuredBasket(60), [off('c', [100, 20])], { insured: 'exclude_amount' })
    expect(answer.off).toEqual({ c: [4.62, 9.23, 6.15] })
  })

  test('13. too little without the insured line', () => {
    const answer = evaluateBasket(insuredBasket(50), [off('c', [100, 20])], defaultPolicy)
    expect(answer.verdicts).toMatchObject([{ usable: false, missingFen: fen(10) }])
    expect(textsOf(answer, 'c')).toEqual([
      '适用商品 90.00 元，还差 10.00 元',
      '医保支付的 70.00 元不参与，还差 10.00 元',
    ])
  })

  test.each([
    { yuan: 365, stepMax: 3, off: 45 },
    { yuan: 299.99, stepMax: undefined, off: 30 },
  ])('14. 15 off each 100 of $yuan, at most $stepMax times, is $off', ({ yuan, stepMax, off: offYuan }) => {
    const step = couponOf('c', { kind: 'step', amountFen: fen(15), stepMax }, { thresholdFen: fen(100) })
    expect(answerOf(basketOf(yuan), [step]).off).toEqual({ c: [offYuan] })
  })

  test('20. a narrower coupon first, then one for all by what is left', () => {
    const basket = basketOf({ yuan: 80, categories: ['1001'] }, { yuan: 60, categories: ['1001'] }, 90)
    const coupons = [off('all', [200, 50]), off('category', [100, 30], inCategories('1001'))]
    expect(answerOf(basket, coupons)).toEqual({
      off: { category: [17.14, 12.86, 0], all: [15.72, 11.78, 22.5] },
      pay: 150,
      exact: true,
    })
  })

  test.each([
    { first: 'percent', layers: [0, 1] as const },
    { first: 'off', layers: [1, 0] as const },
  ])('21. a percentage and a reduction give the same in either order: $first first', ({ first, layers }) => {
    const coupons = [percent('percent', 88, { layer: layers[0] }), off('off', [100, 20], { layer: layers[1] })]
    expect(answerOf(basketOf(150), coupons)).toEqual({ off: { percent: [18], off: [20] }, pay: 112, exact: true })
    expect(evaluateBasket(basketOf(150), coupons, defaultPolicy).best.codes[0]).toBe(first)
  })
})
