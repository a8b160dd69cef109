import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SqlRow } from '#database/sql-engine'
import { compareDays, dayOf } from '#domain/dates'
import { type CouponLifecycle, lifecycleText, readLifecycle } from '#domain/events/lifecycle-text'
import { lifecycleOf } from '#domain/lifecycle/live-coupon'
import { findAuditedCoupons, findSteps } from '#store/tables/audit-statements'
import { stateCodes } from '#store/tables/coupon-row'
import { issuedLifecycleOfRow, liveCouponOfRow } from '#store/tables/live-coupon-row'
import { liveColumns } from '#store/tables/live-coupon-statements'
import { compareRedemptions, type ExpectedRedemption } from './compare-redemptions.ts'
import type { IsAhead } from './is-ahead.ts'
import type { SellerAudit } from './seller-audit.ts'

const blockSize = 500
const expiryDuePlace = liveColumns.length

export type CouponsAudit = Readonly<{
  /** How many the events tell of. */
  coupons: number
  /** Coupons that are ahead of the events are left out. */
  isAhead?: IsAhead | undefined
}>

/**
 * Compares each coupon and each redemption with what the coupon's events say.
 * @returns how many redemptions the events tell of
 */
export async function verifyCoupons(audit: SellerAudit, { coupons, isAhead }: CouponsAudit): Promise<number> {
  const { reader, sellerId, findings } = audit
  let redemptions = 0
  for (let first = 1; first <= coupons; first += blockSize) {
    const block = [sellerId, first, Math.min(first + blockSize - 1, coupons)]
    const steps = Map.groupBy(await reader.all(findSteps, block), ([couponSeq]) => Number(couponSeq))
    const expected: ExpectedRedemption[] = []
    for (const row of await reader.all(findAuditedCoupons, block)) {
      const seq = Number(row[0])
      if (await isAhead?.(seq)) continue
      const lived = readLived(row, steps.get(seq) ?? [])
      if (lived === undefined) {
        findings.add('chain_event', `of the coupon with seq ${seq}`, 'cannot be read')
        continue
      }
      for (const problem of problemsOf(row, sellerId, lived)) findings.add('coupon', `seq ${seq}`, problem)
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
  redemptions: Map<string, ExpectedRedemption>
}>

function readLived(row: SqlRow, steps: readonly SqlRow[]): Lived | undefined {
  try {
    return livedOf(row, steps)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined
    throw error
  }
}

/** @throws TypeError or SyntaxError when an event holds no state of a coupon */
function livedOf(row: SqlRow, steps: readonly SqlRow[]): Lived {
  let lifecycle = issuedLifecycleOfRow(row)
  const isPastAtIssue = lifecycle.endDate !== undefined && compareDays(lifecycle.endDate, dayOf(issuedAtMs(row))) < 0
  let mayExpireAfter = isPastAtIssue ? null : lastDayOf(lifecycle)
  const redemptions = new Map<string, ExpectedRedemption>()
  for (const [couponSeq, , kind, atMs, before, after] of steps) {
    if (kind === 'expired') {
      mayExpireAfter = null
      continue
    }
    lifecycle = readLifecycle(String(after))
    mayExpireAfter = lastDayOf(lifecycle)
    if (kind === 'redeemed' && lifecycle.state.kind === 'used' && lifecycle.state.redemption !== undefined) {
      const { redemption } = lifecycle.state
      redemptions.set(redemption.redemptionId, { ...redemption, couponSeq: Number(couponSeq), returned: undefined })
    }
    if (kind === 'returned')
      markReturned(redemptions, { before: String(before), after: String(after), atMs: Number(atMs) })
  }
  return { lifecycle, mayExpireAfter, redemptions }
}

function markReturned(
  redemptions: Map<string, ExpectedRedemption>,
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

function problemsOf(row: SqlRow, sellerId: string, { lifecycle, mayExpireAfter }: Lived): readonly string[] {
  const problems: string[] = []
  if (standingText(row, sellerId) !== lifecycleText(lifecycle)) problems.push('differs from its last event')
  if (row[expiryDuePlace] !== mayExpireAfter) problems.push('the day after which it expires was altered')
  return problems
}

/** @returns undefined for a state that no version of this program wrote */
function standingText(row: SqlRow, sellerId: string): string | undefined {
  return knownStates.has(row[statePlace]) ? lifecycleText(lifecycleOf(liveCouponOfRow(sellerId, row))) : undefined
}

const statePlace = liveColumns.indexOf('state_code')
const issuedAtPlace = liveColumns.indexOf('issued_at_ms')
const knownStates: ReadonlySet<unknown> = new Set(Object.values(stateCodes))

function issuedAtMs(row: SqlRow): number {
  return Number(row[issuedAtPlace])
}
