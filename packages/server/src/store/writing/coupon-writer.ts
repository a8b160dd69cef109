import { paddedList, textForList } from '#database/in-list'
import { LostRaceError } from '#database/lost-race-error'
import { readValue } from '#database/read-value'
import type { UnitOfWork } from '#database/unit-of-work'
import { lifecycleText } from '#domain/events/lifecycle-text'
import type { CouponChange, CouponWriter, TemplateVersion } from '#domain/lifecycle/lifecycle-store'
import { lifecycleOf } from '#domain/lifecycle/stored-coupon'
import type { ChainHead, NewEvent, Origin } from '#store/events/chain-head'
import type { Identifiers } from '#store/members/identifiers'
import { findLastReturn } from '#store/tables/chain-event'
import { findCounter, seqCounter } from '#store/tables/counter'
import { findCouponsByCodes, findCouponsBySeq, findCouponsOfTemplate, storedCouponOfRow } from '#store/tables/coupon'
import { changeCoupon, encodeChange, moveEndDate } from '#store/tables/coupon-steps'
import { findClaimable } from '#store/tables/coupon-template'
import {
  couponUseOfRow,
  encodeRedemption,
  findCouponsOnOrder,
  findRedemption,
  insertOnlyRedemption,
  insertRedemption,
  markReturned,
  redemptionOfRow,
} from '#store/tables/redemption'
import { issueWithin } from './issue-within.ts'
import type { MemberNames } from './member-names.ts'

export type WriterParts = Readonly<{
  unit: UnitOfWork
  identifiers: Identifiers
  names: MemberNames
  origin: Origin
  head: ChainHead
}>

/** A till that gives all its orders one id must not make each of its calls slower than the one before. */
const maxOnOrder = 200

/** Writes coupons and redemptions inside one transaction. */
export function createCouponWriter(parts: WriterParts): CouponWriter {
  const { unit, origin, head } = parts
  const { sellerId, atMs } = origin
  return {
    async findCoupons(codes) {
      const padded = paddedList(codes)
      const rows = await unit.all(textForList(findCouponsByCodes, padded), [sellerId, ...padded])
      return new Map(
        rows.map((row) => {
          const coupon = storedCouponOfRow(row)
          return [coupon.terms.couponCode, coupon]
        }),
      )
    },
    async findCouponBySeq(seq) {
      const row = await unit.one(findCouponsBySeq, [sellerId, seq, seq])
      if (row === undefined) throw new RangeError(`no coupon has the number ${seq}`)
      return storedCouponOfRow(row)
    },
    async findCouponsOfTemplate({ couponId, firstSeq, lastSeq, limit }) {
      const rows = await unit.all(findCouponsOfTemplate, [sellerId, couponId, firstSeq, lastSeq, limit])
      return rows.map((row) => storedCouponOfRow(row))
    },
    newestSeq: async () => Number((await readValue(unit, findCounter, [sellerId, seqCounter])) ?? 0),
    changeCoupons: (changes) => changeCoupons(unit, head, changes),
    async issueCoupons(drafts, claimedFrom) {
      const templateVersion = claimedFrom?.version
      const outcomes = await issueWithin({ ...parts, templateVersion }, drafts)
      if (claimedFrom !== undefined) await checkClaimable(unit, sellerId, claimedFrom)
      return outcomes
    },
    async addRedemption(redemption, couponSeq) {
      unit.insert(insertRedemption, [encodeRedemption({ ...redemption, sellerId, couponSeq })])
    },
    async addOnlyRedemption(redemption, couponSeq) {
      const values = encodeRedemption({ ...redemption, sellerId, couponSeq })
      return (await unit.run(insertOnlyRedemption, [...values, sellerId, sellerId, redemption.orderId])) === 1
    },
    async findCouponsOnOrder(orderId) {
      return (await unit.all(findCouponsOnOrder, [sellerId, orderId, maxOnOrder])).map(couponUseOfRow)
    },
    async findLastReturn(couponSeq) {
      const atMs = await readValue(unit, findLastReturn, [sellerId, couponSeq, couponSeq])
      return atMs === undefined ? undefined : Number(atMs)
    },
    async findRedemption(redemptionId) {
      const row = await unit.one(findRedemption, [sellerId, redemptionId])
      return row && redemptionOfRow(row)
    },
    markReturned: (redemptionId, reason) =>
      unit.updateOne(
        markReturned,
        [atMs, reason, sellerId, redemptionId],
        'the redemption was returned by another call',
      ),
  }
}

/** Whether a step counts is decided by the row's version, never by having read the row before. */
async function changeCoupons(unit: UnitOfWork, head: ChainHead, changes: readonly CouponChange[]): Promise<void> {
  for (const { from, to } of changes) {
    await unit.updateOne(changeCoupon, encodeChange(from, lifecycleOf(to)), 'the coupon was changed by another call')
    const [issuedEnd, end] = [from.terms.endDate, to.terms.endDate]
    if (end === issuedEnd) continue
    await unit.run(moveEndDate, [issuedEnd ?? null, end ?? null, from.sellerId, from.seq])
  }
  await head.append(changes.map(eventOf))
}

/** Checked after issuing, because saving or closing a template waits for issuers: what holds now holds to the end. */
async function checkClaimable(
  unit: UnitOfWork,
  sellerId: string,
  { couponId, version }: TemplateVersion,
): Promise<void> {
  const row = await unit.one(findClaimable, [sellerId, couponId, version])
  if (row === undefined) throw new LostRaceError('the template was saved or closed by another call')
}

function eventOf({ kind, from, to, reason }: CouponChange): NewEvent {
  const { couponCode, couponId } = from.terms
  const [before, after] = [lifecycleText(lifecycleOf(from)), lifecycleText(lifecycleOf(to), reason)]
  return { kind, count: 1, couponSeq: from.seq, couponCode, couponId, before, after }
}
