import type { SqlEngine } from '#database/sql-engine'
import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import type { DateText } from '#domain/dates'
import type { ExpiryRecorder, NoticeRecorder } from '#domain/events/event-store'
import { expiredText, lifecycleText } from '#domain/events/lifecycle-text'
import { lifecycleOf, type StoredCoupon } from '#domain/lifecycle/stored-coupon'
import { ChainHead, type NewEvent } from '#store/events/chain-head'
import type { Keyring } from '#store/keys/keyring'
import { storedCouponOfRow } from '#store/tables/coupon'
import { findExpired, markExpired } from '#store/tables/coupon-steps'

/** Writes `expired` events, each once: `expiry_due` is cleared in the same transaction. */
export function createExpiryRecorder(engine: SqlEngine, keyring: Keyring): ExpiryRecorder {
  return {
    async recordExpired(sellerId, day, limit, nowMs) {
      const [any] = await engine.reader.all(findExpired({ sellerId, day, nowMs, limit: 1 }))
      if (any === undefined) return 0
      return transactUnit(engine, { sellerId, isRepeatable: true }, (unit) =>
        record({ unit, keyring }, { sellerId, day, limit, nowMs }),
      )
    },
  }
}

type Recording = Readonly<{ sellerId: string; day: DateText; limit: number; nowMs: number }>

/** @returns how many coupons were due, including those another server recorded first */
async function record(
  { unit, keyring }: Readonly<{ unit: UnitOfWork; keyring: Keyring }>,
  { sellerId, day, limit, nowMs }: Recording,
): Promise<number> {
  const origin = { sellerId, atMs: nowMs, actor: 'system', requestId: undefined }
  const head = new ChainHead({ unit, origin, keyring })
  await head.lock()
  const rows = await unit.all(findExpired({ sellerId, day, nowMs, limit }))
  const events: NewEvent[] = []
  for (const row of rows) {
    const coupon = storedCouponOfRow(row)
    const marked = await unit.run(markExpired({ sellerId, seq: coupon.seq, version: coupon.version }))
    if (marked === 1) events.push(expiredEvent(coupon))
  }
  head.append(events)
  head.close()
  return rows.length
}

function expiredEvent(coupon: StoredCoupon): NewEvent {
  const { couponCode, couponId } = coupon.terms
  const lifecycle = lifecycleOf(coupon)
  const [before, after] = [lifecycleText(lifecycle), expiredText(lifecycle)]
  return { kind: 'expired', count: 1, couponSeq: coupon.seq, couponCode, couponId, before, after }
}

/** Appends events of a seller that change no coupon and no template. */
export function createNoticeRecorder(engine: SqlEngine, keyring: Keyring): NoticeRecorder {
  return {
    recordNotice({ sellerId, kind, atMs, actor, requestId, after }) {
      return transactUnit(engine, { sellerId }, async (unit) => {
        const head = new ChainHead({ unit, origin: { sellerId, atMs, actor, requestId }, keyring })
        await head.lock()
        head.append([{ kind, count: 1, after }])
        head.close()
      })
    },
  }
}
