import { queryCoupon } from '@yaoquan/api'
import { decodeRequest } from '@yaoquan/protocol'
import type { ReadCall } from '#gateway/checks/read-call'
import type { CouponMeaning } from '#shadow/answers/answer-meaning'
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
