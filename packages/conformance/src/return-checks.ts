import { expect } from 'expect'
import fc from 'fast-check'
import {
  draftOf,
  type GoodsReturned,
  issuerOf,
  newSeller,
  noon,
  type ReturnRefusal,
  requestOf,
  returnCoupon,
  unlimited,
  type Written,
} from '#server/testing'
import { redeemOne, returnLines } from '#server/testing/calls'
import { type Checks, type Programs, together } from './programs.ts'

/** What every engine must do with returns through several programs at the same time. */
export const returnChecks: Checks = {
  async '64 programs return the last unit of a line: one does, and the others are told that none is left'(programs) {
    for (let round = 0; round < 3; round += 1) {
      const seller = { ...programs, sellerId: newSeller() }
      await sell(seller, { quantityMilli: 2_000, amountFen: 4_000 })
      const lines = [{ lineNo: 1, quantityMilli: 1_000 }]
      expect(await giveBack(seller, 0, lines)).toMatchObject({ kind: 'done', answer: { refundFen: 1_000 } })
      const results = await together(64, (place) => giveBack(seller, place, lines))
      expect(refundsOf(results)).toEqual([1_000])
      for (const result of results) {
        if (result.kind !== 'done') expect(result).toMatchObject({ refusal: { kind: 'more-than-left', leftMilli: 0 } })
      }
      expect(await stateOf(seller)).toBe('unused')
      expect(await seller.other.eventAuditor.verifyChain(seller.sellerId)).toMatchObject({ kind: 'intact' })
    }
  },

  async 'returns at the same time, and the return of the coupon among them, refund what was paid'(programs) {
    const portions = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(portions, fc.boolean(), async (milli, endsWithCoupon) => {
        const seller = { ...programs, sellerId: newSeller() }
        const redemptionId = await sell(seller, { quantityMilli: 5_000, amountFen: 9_999 })
        const results = await together(milli.length, (place) =>
          giveBack(seller, place, [{ lineNo: 1, quantityMilli: milli[place] ?? 1 }]),
        )
        if (endsWithCoupon) {
          const request = requestOf(seller.sellerId)
          await returnCoupon({ lifecycle: seller.other.lifecycleStore, request, redemptionId, reason: '退货' })
        } else await giveBack(seller, 1, undefined)
        const rest = await giveBack(seller, 0, undefined)
        expect(rest).toMatchObject({ kind: 'done', answer: { refundFen: 0, refundedFen: 7_999, isUnchanged: true } })
        expect(refundsOf(results)).toHaveLength(milli.length)
        expect(await stateOf(seller)).toBe('unused')
      }),
      { numRuns: 10 },
    )
  },
}

const amountFen = 2_000

/** Redeems the coupon `c`, which takes 20 yuan off, on a line. @returns its redemption */
async function sell(
  { one, sellerId }: Programs,
  line: Readonly<{ quantityMilli: number; amountFen: number }>,
): Promise<string> {
  const draft = draftOf({ ...unlimited, couponCode: 'c', couponAmountFen: amountFen })
  await issuerOf(one).issueCoupons(sellerId, [draft], noon)
  return redeemOne(one, requestOf(sellerId), { basketLines: [{ lineNo: 1, categories: [], ...line }] })
}

type Returned = Written<GoodsReturned, ReturnRefusal>

function giveBack(seller: Programs, place: number, lines: Parameters<typeof returnLines>[2]['lines']) {
  return returnLines(seller.at(place), requestOf(seller.sellerId), { lines })
}

/** Refunds of the returns that were done. */
function refundsOf(results: readonly Returned[]): readonly (number | undefined)[] {
  return results.flatMap((result) => (result.kind === 'done' ? [result.answer.refundFen] : []))
}

async function stateOf({ other, sellerId }: Programs): Promise<string | undefined> {
  return (await other.lifecycleReader.findCoupon(sellerId, 'c'))?.state.kind
}
