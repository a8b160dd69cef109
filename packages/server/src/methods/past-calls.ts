import {
  type BusinessErrorName,
  businessErrors,
  claimCoupons,
  defaultGrants,
  extendCoupons,
  holdCoupon,
  type InputOf,
  type MethodDefinition,
  type ResponseOf,
  redeemCoupon,
  releaseCoupon,
  returnCoupon,
  syncOrder,
  voidCoupons,
} from '@yaoquan/api'
import type { ReasonCode } from '@yaoquan/basket'
import type { QuoteSealer } from '#domain/basket/quote'
import { parseMoment } from '#domain/dates'
import type { HolderFinder } from '#domain/evaluation/holders-of-coupons'
import { type JudgedBasket, shopOfThen } from '#domain/explain/judge-past'
import type { ClaimLeft } from '#domain/explain/past-claims'
import { type PastSource, pastLifecycle } from '#domain/explain/past-lifecycle'
import type { Assumed } from '#domain/explain/past-store'
import { unpriced } from '#domain/lifecycle/judge-on-order'
import { canonicalJson } from '#domain/lifecycle/lifecycle-store'
import { orderBasketOf } from '#domain/lifecycle/order-basket'
import { syncOrder as sync } from '#domain/lifecycle/sync-order'
import type { OrderVersion } from '#domain/orders/shop-order'
import { type CallContext, ifGiven, type LifecycleDependencies, type Method, writeOfContent } from './method.ts'
import { errorResult, resultOf } from './refused-result.ts'
import { claimCouponsMethod } from './yaoquan.coupon.claim.ts'
import { extendCouponsMethod } from './yaoquan.coupon.extend.ts'
import { holdCouponMethod } from './yaoquan.coupon.hold.ts'
import { redeemCouponMethod, orderOf as redeemedOrderOf } from './yaoquan.coupon.redeem.ts'
import { releaseCouponMethod } from './yaoquan.coupon.release.ts'
import { returnCouponMethod } from './yaoquan.coupon.return.ts'
import { voidCouponsMethod } from './yaoquan.coupon.void.ts'

/** What a call is judged by again. */
export type PastParts = PastSource &
  Readonly<{
    quotes: QuoteSealer
    /** Profiles have no history: they are the present ones. */
    findHolders: HolderFinder
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
  errorMessageEn: string
}>

/** What a call would be answered. */
export type Replayed = Readonly<{
  /** Error code that the call would have; undefined if it would be done. */
  errorCode: string | undefined
  refused: readonly RefusedCoupon[]
  /** Each coupon is refused by itself; otherwise one that is refused refuses the whole call. */
  isOneByOne: boolean
}>

/** How calls of one method are judged again. Only this program writes what is kept, by the method's name, so its type is not checked. */
type PastMethod<Sent = object> = Readonly<{
  replay(parts: PastParts, call: PastCall, sent: Sent): Promise<Replayed>
  /** The coupons that it is about. */
  codesOf(sent: Sent, parts: PastParts): readonly string[] | Promise<readonly string[]>
  /** What its coupons are judged on. */
  basketOf(parts: PastParts, call: PastCall, sent: Sent): JudgedBasket
  /** Reasons that its refusals may have; the others say nothing about it. */
  reasons: ReadonlySet<ReasonCode> | 'all' | 'of the refusal'
}>

const ofState = ['NOT_STARTED', 'EXPIRED', 'USED_BY', 'HELD_BY', 'VOID'] as const

const redemptions: PastMethod<InputOf<typeof redeemCoupon>> = {
  replay: async (parts, call, sent) => ofWhole(await again(redeemCouponMethod, parts, call)(sent)),
  codesOf: ({ couponCode, couponCodes }) => couponCodes ?? (couponCode === undefined ? [] : [couponCode]),
  basketOf({ quotes, sellerId }, { atMs }, sent) {
    const quote = sent.quoteId === undefined ? undefined : (quotes.open(sellerId, sent.quoteId) ?? 'stale')
    const { shop, basket } = redeemedOrderOf(sent, quote)
    const redeemedAtMs = ifGiven(sent.redeemedAt, parseMoment)
    return { ...basket, orderId: sent.orderId, shop, atMs: redeemedAtMs ?? atMs }
  },
  reasons: 'all',
}

/** Holds and releases name one coupon and its order. */
const ofHold = {
  codesOf: ({ couponCode }: Readonly<{ couponCode: string }>) => [couponCode],
  basketOf: (parts: PastParts, call: PastCall, { orderId }: Readonly<{ orderId: string }>) => {
    return { ...nothingToJudge(parts, call), orderId }
  },
} as const

const holds: PastMethod<InputOf<typeof holdCoupon>> = {
  ...ofHold,
  replay: async (parts, call, sent) => ofWhole(await again(holdCouponMethod, parts, call)(sent)),
  reasons: new Set<ReasonCode>(ofState),
}

const releases: PastMethod<InputOf<typeof releaseCoupon>> = {
  ...ofHold,
  replay: async (parts, call, sent) => ofWhole(await again(releaseCouponMethod, parts, call)(sent)),
  reasons: 'of the refusal',
}

/** Only the error of the refusal says something about these. */
const byErrorOnly = { basketOf: nothingToJudge, reasons: 'of the refusal' } as const

const claims: PastMethod<InputOf<typeof claimCoupons> & KeptClaim> = {
  ...byErrorOnly,
  async replay(parts, call, { hasMember, left, ...sent }) {
    // Which member it was decides only how many are left, which is kept.
    const named = hasMember ? { cardNo: 'past' } : {}
    const claimLeft = claimLeftOf(call.refusedCode, left)
    return ofWhole(await again(claimCouponsMethod, parts, call, claimLeft)({ ...sent, ...named }))
  },
  codesOf: ({ couponCode }) => (couponCode === undefined ? [] : [couponCode]),
}

const returns: PastMethod<InputOf<typeof returnCoupon>> = {
  ...byErrorOnly,
  replay: async (parts, call, sent) => ofWhole(await again(returnCouponMethod, parts, call)({ ...sent, reason: '' })),
  async codesOf({ redemptionId }, { past }) {
    const redemption = await past.findRedemption(redemptionId)
    return redemption === undefined ? [] : [redemption.couponCode]
  },
}

const voids: PastMethod<InputOf<typeof voidCoupons>> = {
  ...byErrorOnly,
  replay: async (parts, call, sent) => ofItems(await again(voidCouponsMethod, parts, call)({ ...sent, reason: '' })),
  codesOf: ({ couponCodes = [] }) => couponCodes,
}

const extensions: PastMethod<InputOf<typeof extendCoupons>> = {
  ...byErrorOnly,
  replay: async (parts, call, sent) => ofItems(await again(extendCouponsMethod, parts, call)(sent)),
  codesOf: ({ couponCodes = [] }) => couponCodes,
}

const orders: PastMethod<KeptOrder> = {
  async replay(parts, call, { refusedCodes, ...sent }) {
    const version = { ...sent, content: '', phone: undefined, cardNo: undefined }
    const { lifecycle, policies, randomBytes } = dependenciesOf(parts, call)
    const { policy } = await policies.findPolicy(parts.sellerId)
    const request = writeOfContent(syncOrder.name, canonicalJson(sent), contextOf(parts, call))
    const coupons = await Promise.all(sent.couponCodes.map((code) => parts.past.findCoupon(code)))
    const shops = coupons.flatMap((found) => found?.coupon.terms.shop ?? []).join(',')
    const at = await shopOfThen(parts.rules, shops, version.shop)
    const written = await sync({ lifecycle, request, version, policy, at, randomBytes })
    if (written.kind !== 'done') return ofWhole({ result: errorResult('tooManyCoupons') })
    const refused = written.answer.coupons.flatMap(({ couponCode, outcome, refusal }) => {
      if (outcome !== 'refused' || refusal === undefined || !refusedCodes.includes(couponCode)) return []
      const { errorCode, errorMessage, errorMessageEn } = resultOf(refusal)
      return [{ couponCode, errorCode, errorMessage, errorMessageEn }]
    })
    return { errorCode: refused[0]?.errorCode, refused, isOneByOne: true }
  },
  codesOf: ({ refusedCodes }) => refusedCodes,
  basketOf(_parts, _call, { orderId, shop, createdAtMs: atMs, lines: ordered }) {
    const { lines, unsaid } = orderBasketOf({ lines: ordered })
    return { ...unpriced.basket, amounts: { kind: 'lines', lines }, unsaid, orderId, shop, atMs }
  },
  reasons: 'all',
}

/** The methods whose refused calls are kept. */
export const pastMethods: ReadonlyMap<string, PastMethod> = new Map<string, PastMethod>([
  [redeemCoupon.name, redemptions],
  [holdCoupon.name, holds],
  [releaseCoupon.name, releases],
  [claimCoupons.name, claims],
  [returnCoupon.name, returns],
  [voidCoupons.name, voids],
  [extendCoupons.name, extensions],
  [syncOrder.name, orders],
])

type KeptClaim = Readonly<{ hasMember: boolean; left?: number }>
export type KeptOrder = Omit<OrderVersion, 'content' | 'phone' | 'cardNo'> &
  Readonly<{ refusedCodes: readonly string[] }>

type Replaying = Pick<LifecycleDependencies, 'lifecycle' | 'policies' | 'quotes' | 'randomBytes' | 'findHolders'>

/** The method as it would have answered at the moment of a call. */
function again<M extends MethodDefinition>(
  methodOf: (dependencies: Replaying) => Method<M>,
  parts: PastParts,
  call: PastCall,
  claimLeft?: ClaimLeft,
): (sent: InputOf<M>) => Promise<ResponseOf<M>> {
  const method = methodOf(dependenciesOf(parts, call, claimLeft))
  return (sent) => method.call(sent, contextOf(parts, call))
}

function dependenciesOf(parts: PastParts, { assumed }: PastCall, claimLeft?: ClaimLeft): Replaying {
  const { rules, quotes, findHolders } = parts
  return {
    lifecycle: pastLifecycle({ ...parts, assumed, claimLeft }),
    policies: { findPolicy: () => rules.findPolicy() },
    quotes,
    findHolders,
    randomBytes: (size) => new Uint8Array(size),
  }
}

function contextOf({ sellerId }: PastParts, { atMs: nowMs }: PastCall): CallContext {
  const grants = { ...defaultGrants, preset: 'full' }
  return { requestId: 'past', appKey: 'past', actor: 'system', grants, sellerId, nowMs }
}

type Result = Readonly<{
  errorCode?: string | undefined
  errorMessage?: string | undefined
  errorMessageEn?: string | undefined
  couponCode?: string | undefined
}>

/** A call that is done or refused as a whole. */
function ofWhole({ result }: Readonly<{ result: Result }>): Replayed {
  const { errorCode, errorMessage = '', errorMessageEn = errorMessage, couponCode } = result
  if (errorCode === undefined) return { errorCode, refused: [], isOneByOne: false }
  return { errorCode, refused: [{ couponCode, errorCode, errorMessage, errorMessageEn }], isOneByOne: false }
}

type Items = Result & Readonly<{ items: readonly Readonly<{ couponCode: string; outcome: string }>[] }>

/** A call that refuses coupons one by one. */
function ofItems({ result }: Readonly<{ result: Items }>): Replayed {
  const { items } = result
  if (items.length === 0) return ofWhole({ result })
  const refused = items.flatMap(({ couponCode, outcome }) => {
    const refusal = itemRefusals.get(outcome)
    return refusal === undefined ? [] : [{ couponCode, ...refusal }]
  })
  return { errorCode: result.errorCode, refused, isOneByOne: true }
}

type RefusalText = Omit<RefusedCoupon, 'couponCode'>

const itemRefusals: ReadonlyMap<string, RefusalText> = new Map([
  ['used', ofRow('couponUsedBefore')],
  ['held', ofRow('couponHeld')],
  ['void', ofRow('couponVoid')],
  ['not_found', ofRow('couponNotFound')],
  [
    'not_later',
    {
      errorCode: 'NOT_LATER',
      errorMessage: '现有失效日期更晚或长期有效',
      errorMessageEn: 'its last day is later, or it has none',
    },
  ],
])

function ofRow(name: BusinessErrorName): RefusalText {
  const { errorCode, errorMessage, errorMessageEn } = errorResult(name)
  return { errorCode, errorMessage, errorMessageEn }
}

function claimLeftOf(refusedCode: string | undefined, left: number | undefined): ClaimLeft | undefined {
  if (left === undefined) return undefined
  return { of: refusedCode === businessErrors.stockExhausted.code ? 'stock' : 'member', left }
}

function nothingToJudge(_parts: PastParts, { atMs }: PastCall): JudgedBasket {
  return { ...unpriced.basket, orderId: undefined, shop: undefined, atMs }
}
