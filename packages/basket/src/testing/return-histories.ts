import fc from 'fast-check'
import type { Refund, ReturnRequest, Sale } from '../model/sale.ts'
import { largeAmounts, questions, smallAmounts } from './arbitraries.ts'
import { returned, saleOf } from './sales.ts'

/** A sale, and returns of all of it: by step and line, which part of what is left comes back. */
export const returnHistories = fc.record({
  question: fc.oneof(
    questions({ maxLines: 4, maxCoupons: 3, amountsFen: smallAmounts }),
    questions({ maxLines: 4, maxCoupons: 3, amountsFen: largeAmounts }),
  ),
  split: fc.constantFrom('keep' as const, 'recompute' as const),
  steps: fc.array(fc.array(fc.constantFrom(0, 0.1, 0.334, 0.5, 1), { minLength: 4, maxLength: 4 }), { maxLength: 4 }),
})

export type ReturnHistory = typeof returnHistories extends fc.Arbitrary<infer Value> ? Value : never

/** The sale that a history begins with. */
export function soldOf({ question, split }: ReturnHistory): Sale {
  const { basket, policy } = question
  const coupons = question.coupons.map((coupon) => ({
    ...coupon,
    offer: { ...coupon.offer, returns: { split, coupon: 'same_code' as const } },
  }))
  return saleOf(basket, coupons, policy)
}

/** Returns step by step, and then everything that is left. */
export function returnAll(sale: Sale, steps: ReturnHistory['steps']) {
  const { sale: rest, refunds } = returnSteps(sale, steps)
  return { refunds: [...refunds, returned(rest, {}).refund] }
}

/** @returns the refunds, and the sale after them */
export function returnSteps(sale: Sale, steps: ReturnHistory['steps']) {
  const refunds: Refund[] = []
  let current = sale
  for (const step of steps) {
    const next = returned(current, requestOf(current, step))
    refunds.push(next.refund)
    current = next.sale
  }
  return { sale: current, refunds }
}

/** Which units a step returns. */
export function requestOf({ lines }: Sale, step: readonly number[]): ReturnRequest {
  return {
    lines: lines.flatMap(({ lineNo, quantityMilli, returnedMilli }, index) => {
      const units = Math.floor((quantityMilli - returnedMilli) * (step[index] ?? 0))
      return units === 0 ? [] : [{ lineNo, quantityMilli: units }]
    }),
  }
}

/** What the member paid, insurance not included. */
export function paidFenOf({ lines }: Sale): number {
  return sumOf(
    lines,
    ({ amountFen, insuredFen = 0, byCoupon }) => amountFen - insuredFen - sumOf(byCoupon, ({ fen }) => fen),
  )
}

function sumOf<Item>(items: readonly Item[], fenOf: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + fenOf(item), 0)
}
