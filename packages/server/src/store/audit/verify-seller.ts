import type { ChainVerdict } from '#domain/audit/audit-report'
import { noBoundary, readBoundary } from '#store/events/retention-boundary'
import type { AuditedCoupon } from '#store/tables/issued-coupon'
import { checkDamage, Findings, type IsAhead, type KeyedAudit, type SellerAudit } from './findings.ts'
import { stageWorks } from './seller-stages.ts'
import {
  firstPlace,
  newSellerState,
  type PassedEvents,
  type SellerSlice,
  type SellerState,
  stages,
} from './seller-state.ts'
import { followCoupons, walkSlice } from './seller-walk.ts'
import { CouponCounts } from './verify-counters.ts'
import { couponBlockSize, verifyCouponBlock } from './verify-coupons.ts'
import { readAuditedBoundary, readHead } from './verify-ends.ts'
import { noTerms, walkEvents, walkFromBoundary, walkTerms } from './walk-events.ts'

type SliceParts = Omit<KeyedAudit, 'findings' | 'sellerId'>

type SliceAsked = Readonly<{
  /** Rows after which the slice ends. A sum is read whole. */
  maxRows: number
  passed?: PassedEvents | undefined
}>

/**
 * Does a bounded part of the audit of a seller: compares its stored data with its event chain, and the chain's end with its seal.
 * @param state how far it came; `stage` is `done` after the last slice
 * @throws OperatorError when events are removed faster than they are read
 */
export async function passSeller(
  state: SellerState,
  parts: SliceParts,
  { maxRows, passed }: SliceAsked,
): Promise<void> {
  const audit = { ...parts, sellerId: state.sellerId, findings: new Findings(state.found) }
  let isAtHead: boolean | undefined
  let slice: SellerSlice | undefined
  await checkDamage(audit, 'chain_event', async () => {
    const head = await readHead(audit)
    const boundary = (await readBoundary(parts.reader, state.sellerId)) ?? noBoundary
    slice = {
      audit: { ...audit, findings: new Findings(state.found) },
      state,
      head,
      boundary,
      passed,
      budget: { left: maxRows },
    }
    isAtHead = await walkSlice(slice)
  })
  if (isAtHead === undefined) state.stage = 'done'
  else if (isAtHead && slice !== undefined) await runStages(slice)
}

async function runStages(slice: SellerSlice): Promise<void> {
  const { state, audit, budget } = slice
  while (budget.left > 0 && state.stage !== 'done') {
    const { table, run } = stageWorks[state.stage]
    let isDone = true
    await checkDamage(audit, table, async () => {
      isDone = await run(slice)
    })
    if (!isDone) continue
    state.stage = stages[stages.indexOf(state.stage) + 1] ?? 'done'
    state.place = firstPlace
  }
}

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
