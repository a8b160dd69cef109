import { paddedList, textForList } from '#database/in-list'
import { LostRaceError } from '#database/lost-race-error'
import type { SqlRow, SqlTransaction } from '#database/sql-engine'
import { lifecycleText } from '#domain/events/lifecycle-text'
import type {
  CouponChange,
  CouponUse,
  CouponWriter,
  KeptRedemption,
  TemplateVersion,
} from '#domain/lifecycle/lifecycle-store'
import { type LiveCoupon, lifecycleOf } from '#domain/lifecycle/live-coupon'
import type { ChainHead, NewEvent, Origin } from '#store/events/chain-head'
import type { PhoneBook } from '#store/phones/phone-book'
import { seqCounter } from '#store/tables/counter-names'
import { findCounter } from '#store/tables/counter-statements'
import { findLastReturn } from '#store/tables/event-statements'
import { changedValues, liveCouponOfRow } from '#store/tables/live-coupon-row'
import {
  changeCoupon,
  findLiveByCodes,
  findLiveBySeq,
  findLiveByTemplate,
  moveEndDate,
} from '#store/tables/live-coupon-statements'
import {
  findCouponsOnOrder,
  findRedemption,
  insertOnlyRedemption,
  insertRedemption,
  markReturned,
} from '#store/tables/redemption-statements'
import { findClaimable } from '#store/tables/template-statements'
import { issueWithin } from './issue-within.ts'

type Parts = Readonly<{ transaction: SqlTransaction; phones: PhoneBook; origin: Origin; head: ChainHead }>

/** A till that gives all its orders one id must not make each of its calls slower than the one before. */
const maxOnOrder = 200

/** Writes coupons and redemptions inside of one transaction. */
export function createCouponWriter({ transaction, phones, origin, head }: Parts): CouponWriter {
  const { sellerId, atMs } = origin
  const live = (row: SqlRow): LiveCoupon => liveCouponOfRow(sellerId, row)
  return {
    async findCoupons(codes) {
      const padded = paddedList(codes)
      const rows = await transaction.all(textForList(findLiveByCodes, padded), [sellerId, ...padded])
      return new Map(rows.map((row) => [String(row[1]), live(row)]))
    },
    async findCouponBySeq(seq) {
      const row = await transaction.one(findLiveBySeq, [sellerId, seq, seq])
      if (row === undefined) throw new RangeError(`no coupon has the number ${seq}`)
      return live(row)
    },
    async findCouponsOfTemplate({ couponId, firstSeq, lastSeq, limit }) {
      return (await transaction.all(findLiveByTemplate, [sellerId, couponId, firstSeq, lastSeq, limit])).map(live)
    },
    async newestSeq() {
      const row = await transaction.one(findCounter, [sellerId, seqCounter])
      return Number(row?.[0] ?? 0)
    },
    changeCoupons: (changes) => changeCoupons(transaction, head, changes),
    async issueCoupons(drafts, claimedFrom) {
      const templateVersion = claimedFrom?.version
      const outcomes = await issueWithin({ transaction, phones, origin, head, templateVersion }, drafts)
      if (claimedFrom !== undefined) await checkClaimable(transaction, sellerId, claimedFrom)
      return outcomes
    },
    async addRedemption({ redemptionId, orderId, atMs: redeemedAtMs, shop }, couponSeq) {
      const values = [sellerId, redemptionId, couponSeq, orderId, redeemedAtMs, shop ?? null]
      await transaction.run(insertRedemption, values)
    },
    async addOnlyRedemption({ redemptionId, orderId, atMs: redeemedAtMs, shop }, couponSeq) {
      const values = [sellerId, redemptionId, couponSeq, orderId, redeemedAtMs, shop ?? null]
      return (await transaction.run(insertOnlyRedemption, [...values, sellerId, sellerId, orderId])) === 1
    },
    async findCouponsOnOrder(orderId) {
      return (await transaction.all(findCouponsOnOrder, [sellerId, orderId, maxOnOrder])).map(couponUseOfRow)
    },
    async findLastReturn(couponSeq) {
      const row = await transaction.one(findLastReturn, [sellerId, couponSeq, couponSeq])
      return row === undefined ? undefined : Number(row[0])
    },
    async findRedemption(redemptionId) {
      const row = await transaction.one(findRedemption, [sellerId, redemptionId])
      return row === undefined ? undefined : redemptionOfRow(redemptionId, row)
    },
    async markReturned(redemptionId, reason) {
      const marked = await transaction.run(markReturned, [atMs, reason, sellerId, redemptionId])
      if (marked !== 1) throw new LostRaceError('the redemption was returned by another')
    },
  }
}

/** Whether a step counts is decided by the row's version, never by having read the row before. */
async function changeCoupons(
  transaction: SqlTransaction,
  head: ChainHead,
  changes: readonly CouponChange[],
): Promise<void> {
  for (const { from, to } of changes) {
    const changed = await transaction.run(changeCoupon, changedValues(from, lifecycleOf(to)))
    if (changed !== 1) throw new LostRaceError('the coupon was changed by another')
    const [issuedEnd, end] = [from.terms.endDate, to.terms.endDate]
    if (end === issuedEnd) continue
    await transaction.run(moveEndDate, [issuedEnd ?? null, end ?? null, from.sellerId, from.seq])
  }
  await head.append(changes.map(eventOf))
}

/** Looked at after issuing, because whoever saves or closes a template waits for issuers: what stands now stands to the end. */
async function checkClaimable(
  transaction: SqlTransaction,
  sellerId: string,
  { couponId, version }: TemplateVersion,
): Promise<void> {
  const row = await transaction.one(findClaimable, [sellerId, couponId, version])
  if (row === undefined) throw new LostRaceError('the template was saved or closed by another')
}

function eventOf({ kind, from, to, reason }: CouponChange): NewEvent {
  const { couponCode, couponId } = from.terms
  const [before, after] = [lifecycleText(lifecycleOf(from)), lifecycleText(lifecycleOf(to), reason)]
  return { kind, count: 1, couponSeq: from.seq, couponCode, couponId, before, after }
}

function couponUseOfRow(row: SqlRow): CouponUse {
  const couponId = row[2]
  return {
    couponCode: String(row[0]),
    couponAmountFen: row[1] === null ? undefined : Number(row[1]),
    couponId: typeof couponId === 'string' ? couponId : undefined,
    templateVersion: row[3] === null ? undefined : Number(row[3]),
  }
}

function redemptionOfRow(redemptionId: string, row: SqlRow): KeptRedemption {
  const shop = row[3]
  return {
    redemptionId,
    couponSeq: Number(row[0]),
    orderId: String(row[1]),
    atMs: Number(row[2]),
    shop: typeof shop === 'string' ? shop : undefined,
    isReturned: row[4] !== null,
  }
}
