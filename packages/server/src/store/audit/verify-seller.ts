import type { ChainVerdict } from '#domain/audit/audit-report'
import { noBoundary, readBoundary } from '#store/events/retention-boundary'
import type { AuditedCoupon } from '#store/tables/issued-coupon'
import { Findings, type IsAhead, type KeyedAudit, type SellerAudit } from './findings.ts'
import { passSeller } from './pass-seller.ts'
import { newSellerState } from './seller-state.ts'
import { followCoupons } from './seller-walk.ts'
import { readAuditedBoundary } from './verify-boundary.ts'
import { CouponCounts } from './verify-counters.ts'
import { couponBlockSize, verifyCouponBlock } from './verify-coupons.ts'
import { readHead } from './verify-head.ts'
import { noTerms, walkEvents, walkFromBoundary, walkTerms } from './walk-events.ts'

type SellerParts = Omit<KeyedAudit, 'findings' | 'reader'> &
  Readonly<{
    /** Lets a slice of the audit see one moment. */
    snapshot: <Result>(work: (reader: SellerAudit['reader']) => Promise<Result>) => Promise<Result>
  }>

/** Rows that a slice of an audit reads, which takes less than a second. */
export const sliceRows = 20_000

/** Compares all stored data of a seller with its event chain, and the chain's end with its seal, in slices that each see a moment of their own. */
export async function verifySeller({ sellerId, snapshot, ...parts }: SellerParts): Promise<ChainVerdict> {
  let state = newSellerState(sellerId)
  while (state.stage !== 'done') {
    let isBegun = false
    await snapshot((reader) => {
      // The engine repeats a snapshot that a host could not finish, and half a slice is in the state.
      if (isBegun) state = newSellerState(sellerId)
      isBegun = true
      return passSeller(state, { ...parts, reader }, { maxRows: sliceRows })
    })
  }
  return new Findings(state.found).verdict(state.newestSeq)
}

/**
 * Compares a seller's coupons and redemptions with its events, without a key, so what removed events came to is not proven. For
 * a store that is being copied: its head and the tables that change in place are copied last.
 * @param isAhead whether the events of a coupon are not all copied yet; such coupons are skipped
 */
export async function verifyEvents(parts: Omit<SellerAudit, 'findings'>, isAhead?: IsAhead): Promise<ChainVerdict> {
  const audit = { ...parts, findings: new Findings() }
  const { reader, sellerId } = audit
  const { newestSeq } = await readHead(audit)
  const boundary = (await readBoundary(reader, sellerId)) ?? noBoundary
  const { templates } = await readAuditedBoundary(audit)
  const counted = new Map<string, number>()
  const counts = new CouponCounts(counted)
  const onCoupon = (coupon: AuditedCoupon) => counts.pass(audit, coupon)
  const { takenUpTo } = await walkTerms(audit, { from: noTerms, boundary, seals: undefined, onCoupon })
  const followed = followCoupons(audit, { traces: new Map(templates), counts: counted })
  const passed = { ...followed, onEvents: async () => undefined }
  const { coupons } = await walkEvents(audit, { from: walkFromBoundary(boundary, takenUpTo), newestSeq, passed })
  for (let first = 1; first <= coupons; first += couponBlockSize) {
    const last = Math.min(first + couponBlockSize - 1, coupons)
    await verifyCouponBlock(audit, { first, last, boundary, isAhead })
  }
  return audit.findings.verdict(newestSeq)
}
