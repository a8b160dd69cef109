import { type InputOf, type ResponseOf, redeemCoupon } from '@yaoquan/api'
import type { Quote } from '#domain/basket/quote'
import { momentText } from '#domain/dates'
import type { Holders } from '#domain/evaluation/holders-of-coupons'
import { unpriced } from '#domain/lifecycle/judge-on-order'
import { type RedeemAnswer, type Redeeming, redeemCoupons, type TillShare } from '#domain/lifecycle/redeem-coupons'
import { formatPrice } from '#domain/money'
import { amountOf, type OrderOfCall, orderOfLines, toLineShare } from './basket-lines.ts'
import { InvalidInput, ifGiven, type LifecycleDependencies, type Method, writeRequest } from './method.ts'
import { mustKnowShop } from './must-know-shop.ts'
import { readMoment } from './read-times.ts'
import { refusedResult } from './refused-result.ts'

type Input = InputOf<typeof redeemCoupon>
type Result = ResponseOf<typeof redeemCoupon>['result']

/** Uses one coupon, or several of one order, exactly once. */
export function redeemCouponMethod(
  dependencies: Pick<LifecycleDependencies, 'lifecycle' | 'policies' | 'quotes' | 'randomBytes' | 'findHolders'>,
): Method<typeof redeemCoupon> {
  const { lifecycle, policies, quotes, randomBytes, findHolders } = dependencies
  return {
    definition: redeemCoupon,
    async call(input, context) {
      const { sellerId } = context
      const quote = input.quoteId === undefined ? undefined : (quotes.open(sellerId, input.quoteId) ?? 'stale')
      const policy = await policies.findPolicy(sellerId)
      const request: Omit<Redeeming, 'holders'> = {
        lifecycle,
        request: writeRequest(redeemCoupon.name, input, context),
        couponCodes: codesOf(input, quote),
        orderId: input.orderId,
        ...orderOf(input, quote),
        mustKnowShop: mustKnowShop(context, policy.policy),
        split: splitOf(input),
        policy,
        quote,
        redeemedAtMs: ifGiven(input.redeemedAt, (text) => readMoment('redeemed_at', text)),
        randomBytes,
      }
      const written = await redeemWithHolders(request, (codes) => findHolders(sellerId, codes))
      if (written.kind !== 'done') {
        const ours =
          written.kind === 'refused' && written.refusal.kind === 'split-mismatch'
            ? shownAmounts(written.refusal.ours)
            : {}
        return { result: { ...refusedResult(written, input), ...ours, redemptions: [] } }
      }
      const result = toResult(written.answer)
      // Redemptions that were only tried do not exist.
      if (input.dryRun) return { result: { ...result, redemptionId: undefined, redemptions: [] } }
      return { result: { ...result, alreadyDone: written.isAlreadyDone ? true : undefined } }
    },
  }
}

/** Few coupons ask for level or tags of their member, so these are looked up only once a redemption was refused for want of them. */
async function redeemWithHolders(
  input: Omit<Redeeming, 'holders'>,
  findHolders: (couponCodes: readonly string[]) => Promise<Holders>,
): ReturnType<typeof redeemCoupons> {
  const { quote, couponCodes } = input
  const known = quote === undefined || quote === 'stale' ? undefined : quote.holders
  const written = await redeemCoupons({ ...input, holders: new Map(Object.entries(known ?? {})) })
  if (quote !== undefined || written.kind !== 'refused' || written.refusal.kind !== 'not-usable') return written
  if (written.refusal.reason.code !== 'LEVEL') return written
  const holders = await findHolders(couponCodes)
  return holders.size === 0 ? written : redeemCoupons({ ...input, holders })
}

function codesOf(input: Input, quote: Quote | 'stale' | undefined): readonly string[] {
  const { couponCode, couponCodes } = input
  const codes = codesToRedeem(input, quote)
  if (codes === undefined || (couponCode !== undefined && couponCodes !== undefined)) {
    throw new InvalidInput('coupon_code', {
      zh: '与 coupon_codes 应传其一，或都不传而传 quote_id',
      en: 'is sent or coupon_codes, not both, or neither with quote_id',
    })
  }
  return codes
}

/**
 * The coupons that a call redeems: those that it names, otherwise the best combination of its quote.
 * @returns undefined for a call that names none, without a quote or with one that was sealed before quotes had the combination
 */
export function codesToRedeem(
  { couponCode, couponCodes }: Input,
  quote: Quote | 'stale' | undefined,
): readonly string[] | undefined {
  if (couponCodes !== undefined) return [...new Set(couponCodes)]
  if (couponCode !== undefined) return [couponCode]
  return quote === 'stale' ? [] : quote?.best
}

/** The till's own split, if it sends one. */
function splitOf({ lines = [] }: Input): readonly TillShare[] | undefined {
  if (lines.every(({ coupons }) => coupons === undefined)) return undefined
  return lines.flatMap(({ lineNo, coupons = [] }, place) =>
    coupons.map(({ couponCode, offAmount }, at) => {
      const fen = amountOf(`lines[${place}].coupons[${at}].off_amount`, offAmount)
      return { lineNo: lineNo ?? place + 1, couponCode, fen }
    }),
  )
}

/** A quote contains the order; a till sends it only once. */
export function orderOf(input: Input, quote: Quote | 'stale' | undefined): OrderOfCall {
  if (quote === undefined) return orderOfLines(input)
  const repeated = (['lines', 'orderAmount', 'channel', 'memberLevel'] as const).find(
    (name) => input[name] !== undefined,
  )
  if (repeated !== undefined) {
    throw new InvalidInput(redeemCoupon.request[repeated].wire, {
      zh: '与 quote_id 不能同时传：报价已含订单内容',
      en: 'may not be sent with quote_id: the quote has the order',
    })
  }
  if (quote === 'stale') return { shop: input.shop, basket: unpriced.basket }
  const { shop, lines, channel, member } = quote.basket
  if (input.shop !== undefined && shop !== undefined && input.shop !== shop) {
    throw new InvalidInput('shop', { zh: `与报价的门店 ${shop} 不同`, en: `is not the shop of the quote, ${shop}` })
  }
  return { shop: input.shop ?? shop, basket: { amounts: { kind: 'lines', lines }, channel, member } }
}

function toResult({ redeemedAtMs, redemptions, combination }: RedeemAnswer): Result {
  const only = redemptions.length === 1 ? redemptions[0] : undefined
  return {
    redemptionId: only?.redemptionId,
    redeemedAt: momentText(redeemedAtMs),
    redemptions: redemptions.map(({ couponCode, redemptionId, offFen }) => {
      return { couponCode, redemptionId, offAmount: ifGiven(offFen, formatPrice) }
    }),
    ...(combination === undefined ? {} : shownAmounts(combination)),
    success: true,
  }
}

function shownAmounts({ offFen, payFen, lines }: NonNullable<RedeemAnswer['combination']>) {
  return { offAmount: formatPrice(offFen), payAmount: formatPrice(payFen), lines: lines.map(toLineShare) }
}
