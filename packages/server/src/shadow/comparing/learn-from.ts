import { defaultGrants, queryCoupon, syncOrder } from '@yaoquan/api'
import { decodeRequest } from '@yaoquan/protocol'
import type { ReadCall } from '#gateway/checks/call-checks'
import type { Method } from '#methods/method'
import { type CouponMeaning, isOfCaller, readError, readOutcome } from '#shadow/answers/answer-meaning'
import { learnOrder, orderFinding } from '#shadow/learning/learn-order'
import type { Learner } from '#shadow/learning/learner'
import { plainName, type SeenCall } from '#shadow/report/day-counts'
import type { Deviation } from '#shadow/report/deviation'
import type { ShadowReport } from '#shadow/report/shadow-report'
import type { SellerOfCall } from './seller-of-call.ts'

type Learning = Readonly<{
  /** For a seller; undefined where nothing is learned. */
  learnerOf?: ((sellerId: string) => Learner) | undefined
  report: ShadowReport
  onFault: (error: unknown) => void
}>

type LearnedCall = Readonly<{
  read: ReadCall
  call: SeenCall
  seller: Extract<SellerOfCall, { kind: 'known' }>
  coupons: readonly CouponMeaning[]
}>

/**
 * Learns the coupons of an answer, if the run learns.
 * @returns whether coupons are known, or in a state, that they were not before
 */
export async function learnFrom(
  { read, call, seller, coupons }: LearnedCall,
  { learnerOf, report, onFault }: Learning,
): Promise<boolean> {
  if (learnerOf === undefined || coupons.length === 0) return false
  const decoded = decodeRequest(queryCoupon, read.parameters, 'ignored')
  const asked = decoded.kind === 'refused' ? {} : decoded.input.query
  try {
    const reason = `${call.method} ${plainName(call.appKey)}`
    const { counts, findings } = await learnerOf(seller.sellerId).learn({
      coupons,
      asked,
      reason,
      isSellerSure: seller.isSure,
    })
    report.learned(counts)
    report.deviated(call, findings)
    return counts.created > 0 || counts.moved > 0
  } catch (error) {
    report.learned({ failedAnswers: 1 })
    onFault(error)
    return false
  }
}

/** order.sync on our store, and the same which decides and writes nothing. */
export type OrderDoors = Readonly<Record<'learned' | 'tried', Method<typeof syncOrder>>>

type LearningOrders = Omit<Learning, 'learnerOf'> &
  Readonly<{
    /** Undefined where nothing is learned. */
    orders?: OrderDoors | undefined
  }>

/** Characters of the column. */
const maxRequestId = 64

type SyncedCall = Readonly<{ read: ReadCall; call: SeenCall; seller: SellerOfCall; text: string }>

/**
 * Learns the order of a call that the upstream did, if the run learns and the seller of the call is known. That it refused one that our door
 * would take whole is a finding.
 * @returns false where our store could not say what it makes of an order that the upstream refused
 */
export async function learnOrderFrom(
  { read, call, seller, text }: SyncedCall,
  { orders, report, onFault }: LearningOrders,
): Promise<boolean> {
  const outcome = readOutcome(text, call.method)
  if (orders === undefined || seller.kind !== 'known' || !seller.isSure) return true
  const error = readError(text)
  if (typeof error === 'object' && isOfCaller(error)) return true
  // Otherwise no order would be learned, and nobody would know why.
  if (outcome === 'unclear') {
    report.deviated(call, [orderFinding('unclear-answer')])
    return true
  }
  try {
    const { sellerId } = seller
    const { appKey, atMs: nowMs } = call
    const requestId = `shadow ${plainName(appKey)}`.slice(0, maxRequestId)
    const { isNew, findings } = await learnOrder(
      read,
      { requestId, appKey, grants: read.app?.grants ?? defaultGrants, sellerId, nowMs },
      orders[outcome === 'done' ? 'learned' : 'tried'],
    )
    if (outcome === 'refused') {
      const refusal = typeof error === 'object' ? error.subCode || String(error.code) : 'false'
      if (isNew && findings.length === 0) report.deviated(call, [refusedThere(refusal)])
      return true
    }
    report.learned({ orders: isNew ? 1 : 0 })
    report.deviated(call, findings)
    return true
  } catch (error) {
    onFault(error)
    if (outcome === 'refused') return false
    report.learned({ failedAnswers: 1 })
    return true
  }
}

function refusedThere(upstream: string): Deviation {
  return { class: 'write', name: syncOrder.response.result.fields.success.wire, upstream, ours: 'true' }
}

/** What deviated before coupons were learned and does not any more. */
export function goneAmong(before: readonly Deviation[], after: readonly Deviation[]): readonly Deviation[] {
  const keyOf = ({ class: ofClass, name, couponCode = '' }: Deviation) => `${ofClass} ${name} ${couponCode}`
  const left = new Set(after.map(keyOf))
  return before
    .filter((deviation) => !left.has(keyOf(deviation)))
    .map(({ class: ofClass, name, couponCode }) => {
      const named = name === '' ? ofClass : `${ofClass}.${name}`
      return { class: 'later', name: named, couponCode, upstream: '', ours: '' }
    })
}
