import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Refund, ReturnRequest, Sale } from '../model/sale.ts'
import { largeAmounts, questions, smallAmounts } from '../testing/arbitraries.ts'
import { returned, saleOf } from '../testing/sales.ts'

const numRuns = Number(process.env['BASKET_RUNS'] ?? 300)

/** A sale, and returns of all of it: by step and line, which part of what is left comes back. */
const histories = fc.record({
  question: fc.oneof(
    questions({ maxLines: 4, maxCoupons: 3, amountsFen: smallAmounts }),
    questions({ maxLines: 4, maxCoupons: 3, amountsFen: largeAmounts }),
  ),
  split: fc.constantFrom('keep' as const, 'recompute' as const),
  steps: fc.array(fc.array(fc.constantFrom(0, 0.1, 0.334, 0.5, 1), { minLength: 4, maxLength: 4 }), { maxLength: 4 }),
})

type History = typeof histories extends fc.Arbitrary<infer Value> ? Value : never

test('any returns of everything sum to what was paid, none is negative, and lines sum to each', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const sale = soldOf(history)
      const { refunds } = returnAll(sale, history.steps)
      expect(refunds.at(-1)?.refundedFen).toBe(paidFenOf(sale))
      for (const { refundFen, refundedFen, lines } of refunds) {
        expect(refundFen).toBeGreaterThanOrEqual(0)
        expect(refundedFen).toBeLessThanOrEqual(paidFenOf(sale))
        expect(lines.reduce((sum, line) => sum + line.refundFen, 0)).toBe(refundFen)
        for (const line of lines) expect(line.refundFen).toBeGreaterThanOrEqual(0)
      }
    }),
    { numRuns },
  )
})

test('with a kept split, lines and coupons sum exactly too, whatever the path', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const sale = soldOf({ ...history, split: 'keep' })
      const { refunds } = returnAll(sale, history.steps)
      for (const line of sale.lines) {
        const off = line.byCoupon.reduce((sum, { fen }) => sum + fen, 0)
        const refunded = refunds.flatMap(({ lines }) => lines.filter(({ lineNo }) => lineNo === line.lineNo))
        expect(sumOf(refunded, ({ refundFen }) => refundFen)).toBe(line.amountFen - (line.insuredFen ?? 0) - off)
      }
      for (const { code } of sale.coupons) {
        const shares = sale.lines.flatMap(({ byCoupon }) => byCoupon.filter((share) => share.code === code))
        const taken = refunds.flatMap(({ coupons }) => coupons.filter((coupon) => coupon.code === code))
        expect(sumOf(taken, ({ takenBackFen }) => takenBackFen)).toBe(sumOf(shares, ({ fen }) => fen))
        expect(taken.at(-1)?.outcome).toBe('usable_again')
        expect(taken.slice(0, -1).every(({ outcome }) => outcome === 'used')).toBe(true)
      }
    }),
    { numRuns },
  )
})

test('with a kept split, the sum after some returns depends only on what stays', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const sale = soldOf({ ...history, split: 'keep' })
      const { sale: after } = returnSteps(sale, history.steps)
      const lines = after.lines.flatMap(({ lineNo, returnedMilli }) =>
        returnedMilli === 0 ? [] : [{ lineNo, quantityMilli: returnedMilli }],
      )
      expect(returned(sale, { lines }).refund.refundedFen).toBe(after.refundedFen)
    }),
    { numRuns },
  )
})

test('with a recomputed split, what was refunded never exceeds what was paid beyond the price of what stays', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const sale = soldOf({ ...history, split: 'recompute' })
      let most = 0
      let current = sale
      for (const step of history.steps) {
        const next = returned(current, requestOf(current, step))
        const alone = returned(sale, { lines: returnedLines(next.sale) }).refund.refundedFen
        most = Math.max(most, alone)
        expect(next.refund.refundedFen).toBe(most)
        current = next.sale
      }
    }),
    { numRuns },
  )
})

function soldOf({ question, split }: History): Sale {
  const { basket, policy } = question
  const coupons = question.coupons.map((coupon) => ({
    ...coupon,
    offer: { ...coupon.offer, returns: { split, coupon: 'same_code' as const } },
  }))
  return saleOf(basket, coupons, policy)
}

function returnAll(sale: Sale, steps: History['steps']) {
  const { sale: rest, refunds } = returnSteps(sale, steps)
  return { refunds: [...refunds, returned(rest, {}).refund] }
}

function returnSteps(sale: Sale, steps: History['steps']) {
  const refunds: Refund[] = []
  let current = sale
  for (const step of steps) {
    const next = returned(current, requestOf(current, step))
    refunds.push(next.refund)
    current = next.sale
  }
  return { sale: current, refunds }
}

function requestOf({ lines }: Sale, step: readonly number[]): ReturnRequest {
  return {
    lines: lines.flatMap(({ lineNo, quantityMilli, returnedMilli }, index) => {
      const units = Math.floor((quantityMilli - returnedMilli) * (step[index] ?? 0))
      return units === 0 ? [] : [{ lineNo, quantityMilli: units }]
    }),
  }
}

function returnedLines({ lines }: Sale) {
  return lines.flatMap(({ lineNo, returnedMilli }) =>
    returnedMilli === 0 ? [] : [{ lineNo, quantityMilli: returnedMilli }],
  )
}

function paidFenOf({ lines }: Sale): number {
  return sumOf(
    lines,
    ({ amountFen, insuredFen = 0, byCoupon }) => amountFen - insuredFen - sumOf(byCoupon, ({ fen }) => fen),
  )
}

function sumOf<Item>(items: readonly Item[], fenOf: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + fenOf(item), 0)
}
