import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SqlRow } from '#database/sql-engine'
import { compareDays, dayOf } from '#domain/dates'
import { type CouponLifecycle, lifecycleText, readLifecycle } from '#domain/events/lifecycle-text'
import type { StoredRedemption } from '#domain/lifecycle/lifecycle-store'
import { lifecycleOf } from '#domain/lifecycle/stored-coupon'
import { type EventRow, eventOfRow, findSteps } from '#store/tables/chain-event'
import {
  expiryDueOfRow,
  findCouponsBySeq,
  hasKnownState,
  issuedAtMsOfRow,
  issuedLifecycleOfRow,
  seqOfRow,
  storedCouponOfRow,
} from '#store/tables/coupon'
import { compareRedemptions } from './compare-redemptions.ts'
import type { IsAhead, SellerAudit } from './findings.ts'

const blockSize = 500

type CouponsAudit = Readonly<{
  /** How many the events mention. */
  coupons: number
  /** Coupons that are ahead of the events are left out. */
  isAhead?: IsAhead | undefined
}>

/**
 * Compares each coupon and each redemption with what the coupon's events say.
 * @returns how many redemptions the events mention
 */
export async function verifyCoupons(audit: SellerAudit, { coupons, isAhead }: CouponsAudit): Promise<number> {
  const { reader, sellerId, findings } = audit
  let redemptions = 0
  for (let first = 1; first <= coupons; first += blockSize) {
    const block = [sellerId, first, Math.min(first + blockSize - 1, coupons)]
    const steps = Map.groupBy((await reader.all(findSteps, block)).map(eventOfRow), ({ couponSeq }) => couponSeq)
    const expected: StoredRedemption[] = []
    for (const row of await reader.all(findCouponsBySeq, block)) {
      const seq = seqOfRow(row)
      if (await isAhead?.(seq)) continue
      const lived = readLived(row, steps.get(seq) ?? [])
      if (lived === undefined) {
        findings.add('chain_event', `of the coupon with seq ${seq}`, 'cannot be read')
        continue
      }
      for (const problem of problemsOf(row, lived)) findings.add('coupon', `seq ${seq}`, problem)
      expected.push(...lived.redemptions.values())
    }
    await compareRedemptions(audit, expected)
    redemptions += expected.length
    await nextTurn()
  }
  return redemptions
}

/** What a coupon's events come to. */
type Lived = Readonly<{
  lifecycle: CouponLifecycle
  mayExpireAfter: string | null
  redemptions: Map<string, StoredRedemption>
}>

function readLived(row: SqlRow, steps: readonly EventRow[]): Lived | undefined {
  try {
    return livedOf(row, steps)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined
    throw error
  }
}

/** @throws TypeError or SyntaxError when an event holds no state of a coupon */
function livedOf(row: SqlRow, steps: readonly EventRow[]): Lived {
  let lifecycle = issuedLifecycleOfRow(row)
  const issuedDay = dayOf(issuedAtMsOfRow(row))
  const isPastAtIssue = lifecycle.endDate !== undefined && compareDays(lifecycle.endDate, issuedDay) < 0
  let mayExpireAfter = isPastAtIssue ? null : lastDayOf(lifecycle)
  const redemptions = new Map<string, StoredRedemption>()
  for (const { couponSeq = 0, kind, atMs, before, after } of steps) {
    if (kind === 'expired') {
      mayExpireAfter = null
      continue
    }
    lifecycle = readLifecycle(String(after))
    mayExpireAfter = lastDayOf(lifecycle)
    if (kind === 'redeemed' && lifecycle.state.kind === 'used' && lifecycle.state.redemption !== undefined) {
      const { redemption } = lifecycle.state
      redemptions.set(redemption.redemptionId, { ...redemption, couponSeq, returned: undefined })
    }
    if (kind === 'returned') markReturned(redemptions, { before: String(before), after: String(after), atMs })
  }
  return { lifecycle, mayExpireAfter, redemptions }
}

function markReturned(
  redemptions: Map<string, StoredRedemption>,
  { before, after, atMs }: Readonly<{ before: string; after: string; atMs: number }>,
): void {
  const { state } = readLifecycle(before)
  const redemption = state.kind === 'used' ? redemptions.get(state.redemption?.redemptionId ?? '') : undefined
  if (redemption === undefined) throw new TypeError('a return of what was not redeemed')
  const { reason }: Readonly<{ reason?: string }> = JSON.parse(after)
  redemptions.set(redemption.redemptionId, { ...redemption, returned: { atMs, reason: reason ?? '' } })
}

/** The day after which it may expire; null when it no longer can. */
function lastDayOf({ state, endDate }: CouponLifecycle): string | null {
  return state.kind === 'unused' || state.kind === 'held' ? (endDate ?? null) : null
}

function problemsOf(row: SqlRow, { lifecycle, mayExpireAfter }: Lived): readonly string[] {
  const problems: string[] = []
  if (storedText(row) !== lifecycleText(lifecycle)) problems.push('differs from its last event')
  if (expiryDueOfRow(row) !== mayExpireAfter) problems.push('the day after which it expires was altered')
  return problems
}

/** @returns undefined for a state that no version of this program wrote */
function storedText(row: SqlRow): string | undefined {
  return hasKnownState(row) ? lifecycleText(lifecycleOf(storedCouponOfRow(row))) : undefined
}
