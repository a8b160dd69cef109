import { isGranted, massVoidGrant, maxVoidedWithoutGrant, type ResponseOf, voidCoupons } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { type VoidOutcome, voidCoupons as voidByCodes, voidTemplate } from '#domain/lifecycle/void-coupons'
import { maskedNote } from './masked-note.ts'
import { InvalidInput, type Method, type WriteDependencies, writeRequest } from './method.ts'
import { errorResult, outcomeOfItems, refusedResult } from './refused-result.ts'

type Result = ResponseOf<typeof voidCoupons>['result']

const nothing = { voidedCount: 0, refusedCount: 0, items: [] } as const

/** Voids coupons, by code or all of a template. */
export function voidCouponsMethod({ lifecycle }: WriteDependencies): Method<typeof voidCoupons> {
  return {
    definition: voidCoupons,
    async call(input, context) {
      const { couponCodes, couponId, voidHeld: withHeld } = input
      const { text: reason, warnings } = maskedNote('reason', input.reason)
      if ((couponCodes === undefined) === (couponId === undefined)) {
        throw new InvalidInput('coupon_codes', { zh: '与 coupon_id 应传其一', en: 'is sent or coupon_id, not both' })
      }
      const codes = [...new Set(couponCodes)]
      const isMany = couponId !== undefined || codes.length > maxVoidedWithoutGrant
      if (isMany && !isGranted(context.grants, massVoidGrant)) return refusedAsMany
      const request = writeRequest(voidCoupons.name, input, context)
      const written =
        couponId === undefined
          ? await lifecycle.runAct(request, voidByCodes, { couponCodes: codes, reason, withHeld })
          : await voidTemplate({ lifecycle, request, reason, withHeld, couponId })
      if (written.kind !== 'done') return { result: { ...refusedResult(written, input), ...nothing } }
      const { answer, isAlreadyDone } = written
      const counts =
        'changedCount' in answer
          ? { voidedCount: answer.changedCount, refusedCount: answer.refusedCount, items: [] }
          : countsOf(answer, codes)
      const alreadyDone = isAlreadyDone ? true : undefined
      return { result: { ...outcomeOfItems(counts.refusedCount), ...counts, warnings, alreadyDone } }
    },
  }
}

const refusedAsMany: Readonly<{ result: Result }> = {
  result: {
    ...errorResult('massVoidNotGranted', { grant: massVoidGrant, max: maxVoidedWithoutGrant }),
    grant: massVoidGrant,
    maxCount: maxVoidedWithoutGrant,
    ...nothing,
  },
}

type Counts = Pick<Result, 'voidedCount' | 'refusedCount' | 'items'>

function countsOf(outcomes: readonly VoidOutcome[], codes: readonly string[]): Counts {
  const count = (kinds: readonly VoidOutcome['kind'][]) => outcomes.filter(({ kind }) => kinds.includes(kind)).length
  const items = outcomes.map((outcome, place) => ({
    couponCode: codes[place] ?? '',
    outcome: outcome.kind,
    orderId: 'orderId' in outcome ? outcome.orderId : undefined,
    heldUntil: outcome.kind === 'held' ? momentText(outcome.untilMs) : undefined,
  }))
  return { voidedCount: count(['voided']), refusedCount: count(['used', 'held', 'not_found']), items }
}
