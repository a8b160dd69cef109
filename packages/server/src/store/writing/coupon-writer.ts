import { allInList } from '#database/in-list'
import { readValue } from '#database/read-value'
import type { CouponWriter } from '#domain/lifecycle/lifecycle-store'
import { readCut } from '#store/event-cut/event-cut'
import { openRedemptions } from '#store/reading/open-redemptions'
import { readUsesOnOrder } from '#store/reading/uses-on-order'
import { findLastReturn } from '#store/tables/chain-event'
import { findCounter, seqCounter } from '#store/tables/counter'
import { findCouponsByCodes, findCouponsBySeq, findCouponsOfTemplate } from '#store/tables/coupon'
import { changeAmounts, deleteRedemption, findRedemption, redemptionOfRow } from '#store/tables/redemption'
import { listRedemptionsBy } from '#store/tables/redemption-lists'
import { applyNewRedemptions, applyReturned } from './apply-redemptions.ts'
import { applySteps } from './apply-steps.ts'
import { couponsOfRows } from './load-reads.ts'
import type { WriterParts } from './writer-parts.ts'

/** More than a coupon has in its life. */
const maxOfCoupon = 1000

/** Writes coupons and redemptions inside one transaction. */
export function createCouponWriter(parts: WriterParts): CouponWriter {
  const { unit, identifiers, origin, forms } = parts
  const { sellerId } = origin
  return {
    async findCoupons(codes) {
      const rows = await allInList(unit, findCouponsByCodes, { sellerId, couponCodes: codes })
      return new Map((await couponsOfRows(parts, rows)).map((coupon) => [coupon.terms.couponCode, coupon]))
    },
    async findCouponBySeq(seq) {
      const [coupon] = await couponsOfRows(parts, await unit.all(findCouponsBySeq({ sellerId, first: seq, last: seq })))
      if (coupon === undefined) throw new RangeError(`no coupon has the number ${seq}`)
      return coupon
    },
    async findCouponsOfTemplate({ couponId, firstSeq, lastSeq, limit }) {
      const rows = await unit.all(findCouponsOfTemplate({ sellerId, couponId, first: firstSeq, last: lastSeq, limit }))
      return couponsOfRows(parts, rows)
    },
    newestSeq: async () => Number((await readValue(unit, findCounter({ sellerId, counterName: seqCounter }))) ?? 0),
    changeCoupons: (changes) => applySteps(parts, changes),
    addRedemption: (redemption, couponSeq) => applyNewRedemptions(parts, [{ redemption, couponSeq }]),
    async findCouponsOnOrder(orderId) {
      return readUsesOnOrder(unit, { sellerId, orderForm: await forms.ofId(orderId) })
    },
    async findLastReturn(couponSeq) {
      const atMs = await readValue(unit, findLastReturn({ sellerId, couponSeq }))
      if (atMs !== undefined) return Number(atMs)
      // The return was removed with other old events, so it was before they end.
      return (await readCut(unit, sellerId))?.beforeMs
    },
    async findRedemption(redemptionId) {
      const row = await unit.one(findRedemption({ sellerId, redemptionId }))
      if (row === undefined) return undefined
      return (await openRedemptions({ reader: unit, identifiers }, sellerId, [redemptionOfRow(row)])).at(0)
    },
    async findRedemptionsOfCoupon(couponSeq) {
      const all = { fromMs: 0, afterMs: -1, afterId: '', limit: maxOfCoupon }
      const rows = await unit.all(listRedemptionsBy.coupon_seq({ sellerId, couponSeq, ...all }))
      return openRedemptions({ reader: unit, identifiers }, sellerId, rows.map(redemptionOfRow))
    },
    async removeRedemption(redemptionId) {
      await unit.updateOne(deleteRedemption({ sellerId, redemptionId }), 'the redemption was returned by another call')
    },
    async changeAmounts(redemptionId, amounts) {
      const cells = { offFen: amounts?.offFen, splitText: amounts?.split }
      await unit.updateOne(
        changeAmounts({ ...cells, sellerId, redemptionId }),
        'the redemption was returned by another call',
      )
    },
    markReturned: (redemptionId, reason) => applyReturned(parts, [{ redemptionId, reason }]),
  }
}
