import { defaultGrants, queryCoupon, type syncOrder } from '@yaoquan/api'
import { decodeRequest } from '@yaoquan/protocol'
import type { CallerDirectory } from '#gateway/call/callers'
import { findSeller } from '#gateway/checks/call-checks'
import type { ReadCall } from '#gateway/checks/read-call'
import type { Method } from '#methods/method'
import { type CouponMeaning, readSuccess } from '#shadow/answers/answer-meaning'
import { learnOrder } from '#shadow/learning/learn-order'
import type { Learner } from '#shadow/learning/learner'
import { plainName, type SeenCall } from '#shadow/report/day-counts'
import type { Deviation } from '#shadow/report/deviation'
import type { ShadowReport } from '#shadow/report/shadow-report'

type Learning = Readonly<{
  /** Undefined where nothing is learned. */
  learner?: Learner | undefined
  report: ShadowReport
  onFault: (error: unknown) => void
}>

type LearnedCall = Readonly<{ read: ReadCall; call: SeenCall; coupons: readonly CouponMeaning[] }>

/**
 * Learns the coupons of an answer, if the run learns.
 * @returns whether coupons are known, or in a state, that they were not before
 */
export async function learnFrom(
  { read, call, coupons }: LearnedCall,
  { learner, report, onFault }: Learning,
): Promise<boolean> {
  if (learner === undefined || coupons.length === 0) return false
  const decoded = decodeRequest(queryCoupon, read.parameters, 'ignored')
  const asked = decoded.kind === 'refused' ? {} : decoded.input.query
  try {
    const reason = `${call.method} ${plainName(call.appKey)}`
    const { counts, findings } = await learner.learn({ coupons, asked, reason })
    report.learned(counts)
    report.deviated(call, findings)
    return counts.created > 0 || counts.moved > 0
  } catch (error) {
    report.learned({ failedAnswers: 1 })
    onFault(error)
    return false
  }
}

type LearningOrders = Omit<Learning, 'learner'> &
  Readonly<{
    /** order.sync on our store; undefined where nothing is learned. */
    orders?: Method<typeof syncOrder> | undefined
    callers: CallerDirectory
    sellerId: string
  }>

/** Characters of the column. */
const maxRequestId = 64

type SyncedCall = Readonly<{ read: ReadCall; call: SeenCall; text: string }>

/** Learns the order of a call that the upstream did, if the run learns and the call is of its seller. */
export async function learnOrderFrom(synced: SyncedCall, learning: LearningOrders): Promise<void> {
  const { read, call, text } = synced
  const { orders, sellerId, report, onFault } = learning
  if (orders === undefined || !readSuccess(text, call.method)) return
  try {
    if (!(await isOfSeller(synced, learning))) return
    const { appKey, atMs: nowMs } = call
    const requestId = `shadow ${plainName(appKey)}`.slice(0, maxRequestId)
    const { isNew, findings } = await learnOrder(
      read,
      { requestId, appKey, grants: read.app?.grants ?? defaultGrants, sellerId, nowMs },
      orders,
    )
    report.learned({ orders: isNew ? 1 : 0 })
    report.deviated(call, findings)
  } catch (error) {
    report.learned({ failedAnswers: 1 })
    onFault(error)
  }
}

/** An app that is not registered here is taken for one of the seller. */
async function isOfSeller(
  { read: { app, parameters }, call: { atMs: nowMs } }: SyncedCall,
  { callers, sellerId }: LearningOrders,
): Promise<boolean> {
  if (app === undefined) return true
  const seller = await findSeller({ parameters, app, callers, nowMs })
  if (seller.kind === 'found') return seller.sellerId === sellerId
  return app.sellerIds.length === 1 && app.sellerIds.includes(sellerId)
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
