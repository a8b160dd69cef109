import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Sale } from '../model/sale.ts'
import { paidFenOf, requestOf, returnAll, returnHistories, returnSteps, soldOf } from '../testing/return-histories.ts'
import { returned } from '../testing/sales.ts'

const numRuns = Number(process.env['BASKET_RUNS'] ?? 300)

test('any returns of everything sum to what was paid, none is negative, and lines sum to each', () => {
  fc.assert(
    fc.property(returnHistories, (history) => {
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
    fc.property(returnHistories, (history) => {
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
    fc.property(returnHistories, (history) => {
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
    fc.property(returnHistories, (history) => {
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

function returnedLines({ lines }: Sale) {
  return lines.flatMap(({ lineNo, returnedMilli }) =>
    returnedMilli === 0 ? [] : [{ lineNo, quantityMilli: returnedMilli }],
  )
}

function sumOf<Item>(items: readonly Item[], fenOf: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + fenOf(item), 0)
}
