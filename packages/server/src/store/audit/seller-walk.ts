import { addRows } from '#encryption/seals'
import { OperatorError } from '#errors/operator-error'
import { type BoundarySeals, boundarySeals, issuedStates, stateSumsAfter } from '#store/events/retention-boundary'
import { TemplateTraces } from '#store/events/template-traces'
import type { StoredEventRow } from '#store/tables/chain-event'
import type { AuditedCoupon } from '#store/tables/issued-coupon'
import type { RetentionBoundary } from '#store/tables/retention-boundary'
import { FigureRecount } from './figure-recount.ts'
import type { SellerAudit } from './findings.ts'
import { newSellerState, type SellerSlice, type SellerState, spend } from './seller-state.ts'
import { CouponCounts } from './verify-counters.ts'
import { orNothing } from './verify-coupons.ts'
import { readAuditedBoundary, verifyBoundary } from './verify-ends.ts'
import { isWalkedTo, type Passed, walkEvents, walkFromBoundary, walkTerms } from './walk-events.ts'

/** Events are removed in turns of a day, so an audit meets few. */
const maxRestarts = 10

/**
 * Walks events from where the slice before ended, so that each slice compares its rows with proven events of its own moment.
 * @returns whether it came to the head
 * @throws OperatorError when events are removed faster than they are read
 */
export async function walkSlice(slice: SellerSlice): Promise<boolean> {
  const { state, audit, head, boundary, passed, budget } = slice
  if (isOvertaken(state, boundary)) beginAgain(state)
  state.newestSeq = head.newestSeq
  const from = state.walked ?? (await beginWalk(slice))
  if (from === undefined) return false
  const recount = state.stage === 'events' ? await FigureRecount.open(audit, boundary, state.figures) : undefined
  const walked = await walkEvents(audit, {
    from,
    newestSeq: head.newestSeq,
    maxRows: budget.left,
    passed: {
      ...passedTo(audit, state),
      async onEvents(events, afterSeq) {
        for (const event of events) passed?.onEvent(event)
        await recount?.pass(events, afterSeq)
      },
    },
  })
  const { rows, ...reached } = walked
  spend(slice, rows, reached.seq - from.seq)
  state.walked = reached
  if (recount !== undefined) state.figures = recount.state
  return isWalkedTo(head.newestSeq, reached)
}

/** Whether events that were not read are gone, or the sums over the first ones that are gone are not known. */
function isOvertaken({ walked, sums, stage }: SellerState, boundary: RetentionBoundary): boolean {
  if (walked === undefined) return false
  return (
    boundary.seq > walked.seq || (boundary.seq > 0 && sums === undefined && (stage === 'events' || stage === 'coupons'))
  )
}

function beginAgain(state: SellerState): void {
  const { sellerId, rows } = state
  const restarts = state.restarts + 1
  if (restarts > maxRestarts) {
    throw new OperatorError({
      zh: `连锁 ${sellerId} 的旧事件正在按期限清理，快于核对，请稍后再执行`,
      en: `old events of seller ${sellerId} are removed by age faster than they are read: run the audit again later`,
    })
  }
  Object.assign(state, newSellerState(sellerId), { restarts, rows })
}

/** @returns where to begin; undefined while coupons of removed events are left to be read */
async function beginWalk(slice: SellerSlice): Promise<SellerState['walked']> {
  const { state, audit, head, boundary, passed, budget } = slice
  const { sellerId } = state
  const before = state.terms.coupons
  const counts = new CouponCounts(state.counts)
  state.terms = await walkTerms(audit, {
    from: state.terms,
    boundary,
    seals: boundarySeals(audit.keyring.rows, sellerId),
    onCoupon: (coupon) => counts.pass(audit, coupon),
    maxRows: budget.left,
  })
  spend(slice, state.terms.coupons - before, 0)
  if (state.terms.coupons < boundary.coupons) return undefined
  const { templates } = await readAuditedBoundary(audit)
  await verifyBoundary(audit, head.boundaryDigest)
  passed?.onBoundary({ sellerId, seq: boundary.seq, hash: boundary.hash })
  state.traces = new Map(templates)
  if (boundary.seq > 0) state.sums = { states: boundary.states, redemptions: boundary.redemptions }
  state.walked = walkFromBoundary(boundary, state.terms.takenUpTo)
  return state.walked
}

/** Follows templates, counts coupons and, for a seller with removed events, moves the sums of its boundary along. */
function passedTo(
  audit: SellerSlice['audit'],
  state: Pick<SellerState, 'traces' | 'counts' | 'sums'>,
): Pick<Passed, 'onEvent' | 'onCoupon'> {
  const followed = followCoupons(audit, state)
  const seals = boundarySeals(audit.keyring.rows, audit.sellerId)
  return {
    onEvent(event, coupons) {
      followed.onEvent(event, coupons)
      addStep(state, event, seals)
    },
    onCoupon(coupon) {
      followed.onCoupon(coupon)
      if (state.sums === undefined) return
      state.sums = { ...state.sums, states: addRows(state.sums.states, issuedStates([coupon], seals)) }
    },
  }
}

/** An event that cannot be read is named with its coupon. */
function addStep(state: Pick<SellerState, 'sums'>, event: StoredEventRow, seals: BoundarySeals): void {
  const { sums } = state
  if (sums !== undefined) state.sums = orNothing(() => stateSumsAfter(sums, event, seals)) ?? sums
}

/** Follows templates along events, and counts coupons. @param state gets what they come to */
export function followCoupons(
  audit: SellerAudit,
  state: Pick<SellerState, 'traces' | 'counts'>,
): Pick<Passed, 'onEvent' | 'onCoupon'> {
  const traces = new TemplateTraces(state.traces)
  state.traces = traces.byId
  const counts = new CouponCounts(state.counts)
  return {
    onEvent(event, coupons) {
      try {
        traces.passEvent(event, coupons)
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error
        audit.findings.add('chain_event', `event ${event.lastSeq}`, 'cannot be read')
      }
    },
    onCoupon(coupon) {
      counts.pass(audit, coupon)
      passClaim(audit, traces, coupon)
    },
  }
}

/** A coupon with a template's version was claimed. */
function passClaim(audit: SellerAudit, traces: TemplateTraces, coupon: AuditedCoupon): void {
  const { seq, couponId, issuedAtMs, templateVersion } = coupon
  if (templateVersion === undefined || traces.passClaim(couponId, issuedAtMs) !== undefined) return
  audit.findings.add('coupon', `seq ${seq}`, 'no event mentions the template it was claimed from')
}
