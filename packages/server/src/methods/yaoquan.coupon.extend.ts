import { extendCoupons, type ResponseOf } from '@yaoquan/api'
import { type ExtendOutcome, extendCoupons as extendByCodes, extendTemplate } from '#domain/lifecycle/extend-coupons'
import { maskedNote } from './masked-note.ts'
import { InvalidInput, type Method, type WriteDependencies, writeRequest } from './method.ts'
import { readDay } from './read-times.ts'
import { outcomeOfItems, refusedResult } from './refused-result.ts'

type Result = ResponseOf<typeof extendCoupons>['result']

const nothing = { extendedCount: 0, refusedCount: 0, items: [] } as const

/** Gives coupons a later last day, by code or all of a template. */
export function extendCouponsMethod({ lifecycle }: WriteDependencies): Method<typeof extendCoupons> {
  return {
    definition: extendCoupons,
    async call(input, context) {
      const { couponCodes, couponId, endDate } = input
      const { text: reason, warnings } = maskedNote('reason', input.reason)
      if ((couponCodes === undefined) === (couponId === undefined)) {
        throw new InvalidInput('coupon_codes', { zh: '与 coupon_id 应传其一', en: 'is sent or coupon_id, not both' })
      }
      readDay('end_date', endDate)
      const codes = [...new Set(couponCodes)]
      const request = writeRequest(extendCoupons.name, input, context)
      const written =
        couponId === undefined
          ? await lifecycle.runAct(request, extendByCodes, { couponCodes: codes, endDate, reason })
          : await extendTemplate({ lifecycle, request, endDate, reason, couponId })
      if (written.kind !== 'done') return { result: { ...refusedResult(written, input), ...nothing } }
      const { answer, isAlreadyDone } = written
      const counts =
        'changedCount' in answer
          ? { extendedCount: answer.changedCount, refusedCount: answer.refusedCount, items: [] }
          : countsOf(answer, { codes, endDate })
      const alreadyDone = isAlreadyDone ? true : undefined
      return { result: { ...outcomeOfItems(counts.refusedCount), ...counts, warnings, alreadyDone } }
    },
  }
}

type Counts = Pick<Result, 'extendedCount' | 'refusedCount' | 'items'>

function countsOf(
  outcomes: readonly ExtendOutcome[],
  { codes, endDate }: Readonly<{ codes: readonly string[]; endDate: string }>,
): Counts {
  const isExtended = ({ kind }: ExtendOutcome) => kind === 'extended'
  const isRefused = ({ kind }: ExtendOutcome) => kind !== 'extended' && kind !== 'unchanged'
  const items = outcomes.map((outcome, place) => ({
    couponCode: codes[place] ?? '',
    outcome: outcome.kind,
    endDate: isRefused(outcome) ? (outcome.kind === 'not_later' ? outcome.endDate : undefined) : endDate,
    previousEndDate: outcome.kind === 'extended' ? outcome.endDate : undefined,
    orderId: outcome.kind === 'used' ? outcome.orderId : undefined,
  }))
  return {
    extendedCount: outcomes.filter(isExtended).length,
    refusedCount: outcomes.filter(isRefused).length,
    items,
  }
}
