import {
  type BusinessErrorName,
  businessErrors,
  claimCoupons,
  defaultGrants,
  extendCoupons,
  holdCoupon,
  type InputOf,
  redeemCoupon,
  releaseCoupon,
  returnCoupon,
  syncOrder,
  voidCoupons,
} from '@yaoquan/api'
import type { ReasonCode } from '@yaoquan/basket'
import type { QuoteSealer } from '#domain/basket/quote'
import { parseMoment } from '#domain/dates'
import type { JudgedBasket } from '#domain/explain/judge-past'
import { type ClaimLeft, pastLifecycle } from '#domain/explain/past-lifecycle'
import type { PastRules } from '#domain/explain/past-rules'
import type { Assumed, PastStore } from '#domain/explain/past-store'
import { canonicalJson } from '#domain/lifecycle/canonical-json'
import type { LifecycleStore } from '#domain/lifecycle/lifecycle-store'
import { orderOf as syncedOrderOf } from '#domain/lifecycle/order-amounts'
import { unpriced } from '#domain/lifecycle/price-uses'
import { syncOrder as sync } from '#domain/lifecycle/sync-order'
import type { OrderVersion } from '#domain/orders/shop-order'
import type { TemplateReader } from '#domain/templates/template-store'
import { type CallContext, type LifecycleDependencies, writeOfContent } from './method.ts'
import { errorResult, resultOf } from './refused-result.ts'
import { claimCouponsMethod } from './yaoquan.coupon.claim.ts'
import { extendCouponsMethod } from './yaoquan.coupon.extend.ts'
import { holdCouponMethod } from './yaoquan.coupon.hold.ts'
import { redeemCouponMethod, orderOf as redeemedOrderOf } from './yaoquan.coupon.redeem.ts'
import { releaseCouponMethod } from './yaoquan.coupon.release.ts'
import { returnCouponMethod } from './yaoquan.coupon.return.ts'
import { voidCouponsMethod } from './yaoquan.coupon.void.ts'

/** What a call is judged by again: coupons and rules of its moment. */
export type PastParts = Readonly<{
  sellerId: string
  past: PastStore
  rules: PastRules
  templates: Pick<TemplateReader, 'findVersions' | 'findReservedCode'>
  quotes: QuoteSealer
}>

/** A call of then, as `keepingRefusals` keeps it. */
export type PastCall = Readonly<{
  method: string
  /** What was sent. */
  sent: object
  /** The moment of the call, epoch milliseconds. */
  atMs: number
  /** What it was answered; undefined for a question that nobody called. */
  refusedCode: string | undefined
  assumed: Assumed
}>

/** One refusal of a call. */
export type RefusedCoupon = Readonly<{
  /** Absent where no coupon is named. */
  couponCode: string | undefined
  errorCode: string
  errorMessage: string
}>

/** What a call would be answered. */
export type Replayed = Readonly<{
  /** As the answer of the call has it; undefined if it would be done. */
  errorCode: string | undefined
  refused: readonly RefusedCoupon[]
  /** Each coupon is refused by itself; otherwise one that is refused refuses the whole call. */
  isOneByOne: boolean
}>

/** How calls of one method are judged again. */
type PastMethod = Readonly<{
  replay(parts: PastParts, call: PastCall): Promise<Replayed>
  /** The coupons that it is about. */
  codesOf(parts: PastParts, sent: object): Promise<readonly string[]>
  /** What its coupons are judged on. */
  basketOf(parts: PastParts, call: PastCall): JudgedBasket
  /** Reasons that its refusals may have; the others say nothing about it. */
  reasons: ReadonlySet<ReasonCode> | 'all' | 'of the refusal'
}>

const ofState = ['NOT_STARTED', 'EXPIRED', 'USED_BY', 'HELD_BY', 'VOID'] as const

/** The methods whose refused calls are kept. */
export const pastMethods: ReadonlyMap<string, PastMethod> = new Map<string, PastMethod>([
  [
    redeemCoupon.name,
    pastMethod<InputOf<typeof redeemCoupon>>({
      async replay(parts, call, sent) {
        const method = redeemCouponMethod(dependenciesOf(parts, call))
        return ofWhole((await method.call(sent, contextOf(parts, call))).result)
      },
      codesOf: ({ couponCode, couponCodes }) => couponCodes ?? (couponCode === undefined ? [] : [couponCode]),
      basketOf({ quotes, sellerId }, { atMs }, sent) {
        const quote = sent.quoteId === undefined ? undefined : (quotes.open(sellerId, sent.quoteId) ?? 'stale')
        const { order, basket } = redeemedOrderOf(sent, quote)
        const redeemedAtMs = sent.redeemedAt === undefined ? undefined : parseMoment(sent.redeemedAt)
        return { ...basket, orderId: sent.orderId, shop: order.shop, atMs: redeemedAtMs ?? atMs }
      },
      reasons: 'all',
    }),
  ],
  [
    holdCoupon.name,
    pastMethod<InputOf<typeof holdCoupon>>({
      async replay(parts, call, sent) {
        const method = holdCouponMethod(dependenciesOf(parts, call))
        return ofWhole((await method.call(sent, contextOf(parts, call))).result)
      },
      codesOf: ({ couponCode }) => [couponCode],
      basketOf: (_parts, { atMs }, { orderId }) => ({ ...unpriced.basket, orderId, shop: undefined, atMs }),
      reasons: new Set<ReasonCode>(ofState),
    }),
  ],
  [
    releaseCoupon.name,
    pastMethod<InputOf<typeof releaseCoupon>>({
      async replay(parts, call, sent) {
        const method = releaseCouponMethod(dependenciesOf(parts, call))
        return ofWhole((await method.call(sent, contextOf(parts, call))).result)
      },
      codesOf: ({ couponCode }) => [couponCode],
      basketOf: (_parts, { atMs }, { orderId }) => ({ ...unpriced.basket, orderId, shop: undefined, atMs }),
      reasons: 'of the refusal',
    }),
  ],
  [
    claimCoupons.name,
    pastMethod<InputOf<typeof claimCoupons> & KeptClaim>({
      async replay(parts, call, { hasMember, left, ...sent }) {
        const claimLeft = claimLeftOf(call.refusedCode, left)
        const method = claimCouponsMethod(dependenciesOf(parts, call, claimLeft))
        // Which member it was decides only how many are left, which is kept.
        const named = hasMember ? { cardNo: 'past' } : {}
        return ofWhole((await method.call({ ...sent, ...named }, contextOf(parts, call))).result)
      },
      codesOf: ({ couponCode }) => (couponCode === undefined ? [] : [couponCode]),
      basketOf: nothingToJudge,
      reasons: 'of the refusal',
    }),
  ],
  [
    returnCoupon.name,
    pastMethod<InputOf<typeof returnCoupon>>({
      async replay(parts, call, sent) {
        const method = returnCouponMethod(dependenciesOf(parts, call))
        return ofWhole((await method.call({ ...sent, reason: '' }, contextOf(parts, call))).result)
      },
      async codesOf({ redemptionId }, { past }) {
        const redemption = await past.findRedemption(redemptionId)
        return redemption === undefined ? [] : [redemption.couponCode]
      },
      basketOf: nothingToJudge,
      reasons: 'of the refusal',
    }),
  ],
  [
    voidCoupons.name,
    pastMethod<InputOf<typeof voidCoupons>>({
      async replay(parts, call, sent) {
        const method = voidCouponsMethod(dependenciesOf(parts, call))
        const { result } = await method.call({ ...sent, reason: '' }, contextOf(parts, call))
        return ofItems(result)
      },
      codesOf: ({ couponCodes = [] }) => couponCodes,
      basketOf: nothingToJudge,
      reasons: 'of the refusal',
    }),
  ],
  [
    extendCoupons.name,
    pastMethod<InputOf<typeof extendCoupons>>({
      async replay(parts, call, sent) {
        const method = extendCouponsMethod(dependenciesOf(parts, call))
        return ofItems((await method.call(sent, contextOf(parts, call))).result)
      },
      codesOf: ({ couponCodes = [] }) => couponCodes,
      basketOf: nothingToJudge,
      reasons: 'of the refusal',
    }),
  ],
  [
    syncOrder.name,
    pastMethod<KeptOrder>({
      async replay(parts, call, { refusedCodes, ...sent }) {
        const version = { ...sent, content: '', phone: undefined, cardNo: undefined }
        const { lifecycle, policies, randomBytes } = dependenciesOf(parts, call)
        const { policy } = await policies.findPolicy(parts.sellerId)
        const request = writeOfContent(syncOrder.name, canonicalJson(sent), contextOf(parts, call))
        const written = await sync({ lifecycle, request, version, policy, randomBytes })
        if (written.kind !== 'done') return ofWhole(errorResult('tooManyCoupons'))
        const refused = written.answer.coupons.flatMap(({ couponCode, outcome, refusal }) => {
          if (outcome !== 'refused' || refusal === undefined || !refusedCodes.includes(couponCode)) return []
          const { errorCode, errorMessage } = resultOf(refusal)
          return [{ couponCode, errorCode, errorMessage }]
        })
        return { errorCode: refused[0]?.errorCode, refused, isOneByOne: true }
      },
      codesOf: ({ refusedCodes }) => refusedCodes,
      basketOf(_parts, { atMs }, { orderId, shop, lines }) {
        const order = syncedOrderOf({ shop, lines })
        return { ...unpriced.basket, amounts: amountsOf(order), orderId, shop, atMs }
      },
      reasons: new Set<ReasonCode>([...ofState, 'SHOP', 'NO_SCOPE', 'SHORT']),
    }),
  ],
])

type KeptClaim = Readonly<{ hasMember: boolean; left?: number }>
export type KeptOrder = Omit<OrderVersion, 'content' | 'phone' | 'cardNo'> &
  Readonly<{ refusedCodes: readonly string[] }>

type Typed<Sent> = Readonly<{
  replay(parts: PastParts, call: PastCall, sent: Sent): Promise<Replayed>
  codesOf(sent: Sent, parts: PastParts): readonly string[] | Promise<readonly string[]>
  basketOf(parts: PastParts, call: PastCall, sent: Sent): JudgedBasket
  reasons: PastMethod['reasons']
}>

/** Only this program writes what is kept, by the method's name, so its type is not checked. */
function pastMethod<Sent extends object>({ replay, codesOf, basketOf, reasons }: Typed<Sent>): PastMethod {
  return {
    replay: (parts, call) => replay(parts, call, call.sent as Sent),
    codesOf: async (parts, sent) => codesOf(sent as Sent, parts),
    basketOf: (parts, call) => basketOf(parts, call, call.sent as Sent),
    reasons,
  }
}

type Replaying = Pick<LifecycleDependencies, 'lifecycle' | 'policies' | 'quotes' | 'randomBytes'> &
  Readonly<{ lifecycle: LifecycleStore }>

function dependenciesOf(parts: PastParts, { assumed }: PastCall, claimLeft?: ClaimLeft): Replaying {
  const { rules, quotes } = parts
  return {
    lifecycle: pastLifecycle({ ...parts, assumed, claimLeft }),
    policies: { findPolicy: () => rules.findPolicy() },
    quotes,
    randomBytes: (size) => new Uint8Array(size),
  }
}

function contextOf({ sellerId }: PastParts, { atMs }: PastCall): CallContext {
  return {
    requestId: 'past',
    appKey: 'past',
    actor: 'system',
    grants: { ...defaultGrants, preset: 'full' },
    sellerId,
    nowMs: atMs,
  }
}

type Result = Readonly<{
  errorCode?: string | undefined
  errorMessage?: string | undefined
  couponCode?: string | undefined
}>

/** A call that is done or refused as a whole. */
function ofWhole({ errorCode, errorMessage = '', couponCode }: Result): Replayed {
  if (errorCode === undefined) return { errorCode, refused: [], isOneByOne: false }
  return { errorCode, refused: [{ couponCode, errorCode, errorMessage }], isOneByOne: false }
}

type Items = Result & Readonly<{ items: readonly Readonly<{ couponCode: string; outcome: string }>[] }>

/** A call that refuses coupons one by one. */
function ofItems({ items, ...result }: Items): Replayed {
  if (items.length === 0) return ofWhole(result)
  const refused = items.flatMap(({ couponCode, outcome }) => {
    const refusal = itemRefusals.get(outcome)
    return refusal === undefined ? [] : [{ couponCode, ...refusal }]
  })
  return { errorCode: result.errorCode, refused, isOneByOne: true }
}

const itemRefusals: ReadonlyMap<string, Pick<RefusedCoupon, 'errorCode' | 'errorMessage'>> = new Map([
  ['used', ofRow('couponUsedBefore')],
  ['held', ofRow('couponHeld')],
  ['void', ofRow('couponVoid')],
  ['not_found', ofRow('couponNotFound')],
  ['not_later', { errorCode: 'NOT_LATER', errorMessage: '现有失效日期更晚或长期有效' }],
])

function ofRow(name: BusinessErrorName): Pick<RefusedCoupon, 'errorCode' | 'errorMessage'> {
  const { errorCode, errorMessage } = errorResult(name)
  return { errorCode, errorMessage }
}

function claimLeftOf(refusedCode: string | undefined, left: number | undefined): ClaimLeft | undefined {
  if (left === undefined) return undefined
  return { of: refusedCode === businessErrors.stockExhausted.code ? 'stock' : 'member', left }
}

function amountsOf({ amountFen, lines }: ReturnType<typeof syncedOrderOf>): JudgedBasket['amounts'] {
  if (lines.length > 0) {
    return { kind: 'lines', lines: lines.map((line, place) => ({ ...line, lineNo: place + 1, quantityMilli: 1000 })) }
  }
  return amountFen === undefined ? { kind: 'unknown' } : { kind: 'total', fen: amountFen }
}

function nothingToJudge(_parts: PastParts, { atMs }: PastCall): JudgedBasket {
  return { ...unpriced.basket, orderId: undefined, shop: undefined, atMs }
}
