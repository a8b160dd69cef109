import type {
  claimCoupons,
  extendCoupons,
  holdCoupon,
  InputOf,
  MethodDefinition,
  ResponseOf,
  redeemCoupon,
  releaseCoupon,
  returnCoupon,
  syncOrder,
  voidCoupons,
} from '@yaoquan/api'
import type { QuoteSealer } from '#domain/basket/quote'
import { orderFenOf } from '#domain/lifecycle/judge-on-order'
import { orderCostFen } from '#domain/lifecycle/order-basket'
import type { RefusalSink, RefusedCall, RefusedOrder } from '#domain/refusals/refused-call'
import type { Method } from './method.ts'
import { orderVersionOf } from './order-version.ts'
import { codesToRedeem, orderOf as redeemedOrderOf } from './yaoquan.coupon.redeem.ts'

export type { RefusalLog, RefusalSink, RefusalToKeep, RefusedCall } from '#domain/refusals/refused-call'

/** What is kept of a refused call: what was sent, without phones, cards and reasons, which say nothing about the refusal. */
type Refused = Readonly<{
  errorCode: string
  names: RefusedCall['names']
  order?: RefusedOrder | undefined
  sent: object
}>

/** Reads from an answer whether the call was refused. */
export type ReadRefusal<M extends MethodDefinition> = (
  input: InputOf<M>,
  response: ResponseOf<M>,
  sellerId: string,
) => Refused | undefined

/** The method, whose refused calls are noted. */
export function keepingRefusals<M extends MethodDefinition>(
  method: Method<M>,
  refusals: RefusalSink,
  read: ReadRefusal<M>,
): Method<M> {
  return {
    ...method,
    async call(input, context) {
      const response = await method.call(input, context)
      const { sellerId, requestId, appKey, nowMs: atMs } = context
      const refused = read(input, response, sellerId)
      if (refused === undefined) return response
      const { sent, errorCode, names, order } = refused
      const { name } = method.definition
      const content = JSON.stringify(sent)
      await refusals.note({ sellerId, requestId, appKey, atMs, method: name, errorCode, names, order, content })
      return response
    },
  }
}

/** Reads codes, order and basket of a redemption. @param quotes open the quote that replaces a basket */
export function refusedRedemption(quotes: QuoteSealer): ReadRefusal<typeof redeemCoupon> {
  return (input, { result }, sellerId) => {
    if (result.errorCode === undefined) return undefined
    const quote = input.quoteId === undefined ? undefined : (quotes.open(sellerId, input.quoteId) ?? 'stale')
    const couponCodes = codesToRedeem(input, quote) ?? []
    const named = input.couponCode === undefined && couponCodes.length > 0 ? { ...input, couponCodes } : input
    const read = refused(result, { couponCodes }, named)
    return read && { ...read, order: costing(input.orderId, orderFenOf(redeemedOrderOf(input, quote).basket)) }
  }
}

/** Code and order of a hold or a release. */
export const refusedHold: ReadRefusal<typeof holdCoupon> & ReadRefusal<typeof releaseCoupon> = (input, { result }) =>
  refused(result, { couponCodes: [input.couponCode] }, input)

/** Template, reserved code and number of a claim. */
export const refusedClaim: ReadRefusal<typeof claimCoupons> = ({ memberId, phone, cardNo, ...sent }, { result }) => {
  const hasMember = memberId !== undefined || phone !== undefined || cardNo !== undefined
  const couponCodes = sent.couponCode === undefined ? undefined : [sent.couponCode]
  return refused(result, { memberId, phone, cardNo, couponCodes }, { ...sent, hasMember, left: result.left })
}

/** The redemption that was to be returned. */
export const refusedReturn: ReadRefusal<typeof returnCoupon> = ({ reason: _, ...sent }, { result }) =>
  refused(result, { redemptionId: sent.redemptionId }, sent)

/** The coupons that were not voided. */
export const refusedVoid: ReadRefusal<typeof voidCoupons> = ({ reason: _, ...sent }, { result }) => {
  const couponCodes = refusedCodes(sent.couponCodes, result.items, ['used', 'held', 'not_found'])
  return refused(result, { couponCodes }, { ...sent, couponCodes })
}

/** The coupons that were not extended. */
export const refusedExtension: ReadRefusal<typeof extendCoupons> = ({ reason: _, ...sent }, { result }) => {
  const couponCodes = refusedCodes(sent.couponCodes, result.items, ['not_later', 'used', 'void', 'not_found'])
  return refused(result, { couponCodes }, { ...sent, couponCodes })
}

/** An order with coupons that could not be redeemed for it. */
export const refusedOrder: ReadRefusal<typeof syncOrder> = ({ order }, { result }) => {
  const coupons = (result.coupons ?? []).filter(({ outcome, errorCode }) => {
    return outcome === 'refused' && errorCode !== undefined
  })
  const errorCode = result.errorCode ?? coupons[0]?.errorCode
  const version = orderVersionOf(order)
  if (errorCode === undefined || version === undefined) return undefined
  const couponCodes = coupons.map(({ couponCode }) => couponCode)
  const { phone, cardNo, content: _, ...sent } = version
  return {
    errorCode,
    names: { couponCodes, phone, cardNo },
    order: costing(version.orderId, orderCostFen(version)),
    sent: { ...sent, refusedCodes: couponCodes },
  }
}

function costing(orderId: string, amountFen: number | undefined): RefusedOrder | undefined {
  return amountFen === undefined ? undefined : { orderId, amountFen }
}

type Result = Readonly<{
  errorCode?: string | undefined
  alreadyDone?: boolean | undefined
  dryRun?: boolean | undefined
}>

/** A repeated answer was kept the first time, and a dry run was not meant to be done: neither is kept. */
function refused(
  { errorCode, alreadyDone, dryRun }: Result,
  names: Refused['names'],
  sent: object,
): Refused | undefined {
  if (errorCode === undefined || alreadyDone === true || dryRun === true) return undefined
  return { errorCode, names, sent }
}

/** Codes of one explanation; of more, the first ones are kept. */
const maxCodes = 20

/** Those of the codes that were refused; all where the call was refused as a whole. */
function refusedCodes(
  sent: readonly string[] | undefined,
  items: readonly Readonly<{ couponCode: string; outcome: string }>[],
  outcomes: readonly string[],
): readonly string[] | undefined {
  if (items.length === 0) return sent?.slice(0, maxCodes)
  return items
    .filter(({ outcome }) => outcomes.includes(outcome))
    .map(({ couponCode }) => couponCode)
    .slice(0, maxCodes)
}
