import type { SqlEngine, SqlTransaction } from '#database/sql-engine'
import { transactUpserting } from '#database/transact-upserting'
import type { DateText } from '#domain/dates'
import type { ExpiryRecorder } from '#domain/events/event-store'
import { expiredText, lifecycleText } from '#domain/events/lifecycle-text'
import { type LiveCoupon, lifecycleOf } from '#domain/lifecycle/live-coupon'
import type { Seals } from '#encryption/seals'
import { ChainHead, type NewEvent } from '#store/events/chain-head'
import { liveCouponOfRow } from '#store/tables/live-coupon-row'
import { findExpired, markExpired } from '#store/tables/live-coupon-statements'

/** Writes `expired` events, each once: `expiry_due` goes in the same transaction. */
export function createExpiryRecorder(engine: SqlEngine, seals: Seals): ExpiryRecorder {
  return {
    async recordExpired(sellerId, day, limit, nowMs) {
      const [any] = await engine.reader.all(findExpired, [sellerId, day, nowMs, 1])
      if (any === undefined) return 0
      return transactUpserting(
        engine,
        (transaction) => record({ transaction, seals }, { sellerId, day, limit, nowMs }),
        sellerId,
      )
    },
  }
}

type Recording = Readonly<{ sellerId: string; day: DateText; limit: number; nowMs: number }>

/** @returns how many were due: with another at work on the same coupons none of these may be told of here, and yet more be left */
async function record(
  { transaction, seals }: Readonly<{ transaction: SqlTransaction; seals: Seals }>,
  { sellerId, day, limit, nowMs }: Recording,
): Promise<number> {
  const rows = await transaction.all(findExpired, [sellerId, day, nowMs, limit])
  const events: NewEvent[] = []
  for (const row of rows) {
    const coupon = liveCouponOfRow(sellerId, row)
    const marked = await transaction.run(markExpired, [sellerId, coupon.seq, coupon.version])
    if (marked === 1) events.push(expiredEvent(coupon))
  }
  const origin = { sellerId, atMs: nowMs, actor: 'system', requestId: undefined }
  const head = new ChainHead({ transaction, origin, seals })
  await head.append(events)
  await head.close()
  return rows.length
}

function expiredEvent(coupon: LiveCoupon): NewEvent {
  const { seq, terms } = coupon
  const lifecycle = lifecycleOf(coupon)
  return {
    kind: 'expired',
    count: 1,
    couponSeq: seq,
    couponCode: terms.couponCode,
    couponId: terms.couponId,
    before: lifecycleText(lifecycle),
    after: expiredText(lifecycle),
  }
}
