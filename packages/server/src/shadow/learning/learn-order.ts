import { syncOrder } from '@yaoquan/api'
import { decodeRequest } from '@yaoquan/protocol'
import { learningActor } from '#domain/lifecycle/learn-coupons'
import type { ReadCall } from '#gateway/checks/call-checks'
import { type CallContext, InvalidInput, type Method } from '#methods/method'
import type { Deviation } from '#shadow/report/deviation'

export type LearnedOrder = Readonly<{
  /** Whether the store has the order, or a version of it, that it had not before. */
  isNew: boolean
  findings: readonly Deviation[]
}>

/**
 * Keeps an order that another CRM has taken, and redeems and returns the coupons that it names, as our own door does. What our rules refuse
 * is a finding; the order is kept without that coupon.
 * @param method on our store, which takes over coupons that were used elsewhere
 * @throws Error of a lost store
 */
export async function learnOrder(
  { parameters }: Pick<ReadCall, 'parameters'>,
  context: Omit<CallContext, 'actor'>,
  method: Method<typeof syncOrder>,
): Promise<LearnedOrder> {
  const unreadable = { isNew: false, findings: [orderFinding('unreadable')] }
  const decoded = decodeRequest(syncOrder, parameters, 'ignored')
  if (decoded.kind === 'refused') return unreadable
  try {
    const { result } = await method.call(decoded.input, { ...context, actor: learningActor })
    if (!result.success) return { isNew: false, findings: [orderFinding(result.errorCode ?? 'refused')] }
    if (result.outcome === 'unchanged') return { isNew: false, findings: [] }
    const findings = result.coupons.flatMap(({ couponCode, outcome, errorCode }) =>
      outcome === 'refused' || outcome === 'kept' ? [orderFinding(errorCode ?? outcome, couponCode)] : [],
    )
    return { isNew: true, findings }
  } catch (error) {
    if (error instanceof InvalidInput) return unreadable
    throw error
  }
}

/** The finding that an order, or one of its coupons, was not learned. @param why error code of the refusal, or a word of ours */
export function orderFinding(why: string, couponCode?: string): Deviation {
  return { class: 'learning', name: `order.${why}`, couponCode, upstream: '', ours: '' }
}
