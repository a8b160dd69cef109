import { type InputOf, type ResponseOf, undoRedemption } from '@yaoquan/api'
import type { EventReader } from '#domain/events/event-store'
import { returnCoupon } from '#domain/lifecycle/return-coupon'
import { mayUndo, undoReason } from '#domain/lifecycle/undo-redemption'
import type { RedemptionReader } from '#domain/search/redemption-search'
import { type CallContext, type Method, type WriteDependencies, writeRequest } from '#methods/method'
import { errorResult, refusedResult } from '#methods/refused-result'
import { consoleRefusal } from './console-refusal.ts'

export type UndoDependencies = WriteDependencies &
  Readonly<{ redemptions: Pick<RedemptionReader, 'findRedemption'>; events: Pick<EventReader, 'listCouponEvents'> }>

type Result = ResponseOf<typeof undoRedemption>['result']

/** Returns what the operator redeemed a moment ago. Who redeemed, and when, never changes, so it is read before. */
export function undoRedemptionMethod(dependencies: UndoDependencies): Method<typeof undoRedemption> {
  return {
    definition: undoRedemption,
    async call(input, context) {
      for (const redemptionId of input.redemptionIds) {
        const refused = await whyNot(redemptionId, context, dependencies)
        if (refused !== undefined) return { result: refused }
      }
      return { result: await returnAll(input, context, dependencies) }
    },
  }
}

async function whyNot(
  redemptionId: string,
  { sellerId, actor, nowMs, operator }: CallContext,
  { redemptions, events }: UndoDependencies,
): Promise<Result | undefined> {
  const found = await redemptions.findRedemption(sellerId, redemptionId)
  if (found === undefined) return errorResult('redemptionNotFound')
  // A call whose answer was lost is repeated, maybe after the minute.
  if (found.returned?.reason === undoReason) return undefined
  const isOwnShop = operator?.shops === undefined || operator.shops.includes(found.shop ?? '')
  const timeline = await events.listCouponEvents(sellerId, found.couponCode)
  const isAllowed = isOwnShop && mayUndo(timeline.events, { redemptionId, actor, nowMs })
  return isAllowed ? undefined : consoleRefusal('undoNotAllowed')
}

/** One return after the other, each under a number of its own: a repeat goes on where the first stopped. */
async function returnAll(
  input: InputOf<typeof undoRedemption>,
  context: CallContext,
  { lifecycle }: WriteDependencies,
): Promise<Result> {
  const outcomes: boolean[] = []
  for (const [place, redemptionId] of input.redemptionIds.entries()) {
    const outRequestNo = place === 0 ? input.outRequestNo : `${input.outRequestNo.slice(0, 60)}-${place}`
    const one = { outRequestNo, redemptionId }
    const request = writeRequest(undoRedemption.name, one, context)
    const written = await returnCoupon({ lifecycle, request, redemptionId, reason: undoReason })
    if (written.kind !== 'done') return refusedResult(written, input)
    outcomes.push(written.isAlreadyDone || written.answer.isUnchanged)
  }
  return { alreadyDone: outcomes.every(Boolean) ? true : undefined, success: true }
}
