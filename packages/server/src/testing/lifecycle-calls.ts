import { randomBytes } from 'node:crypto'
import { claimCoupons, claimReservedCode } from '#domain/lifecycle/claim-coupons'
import { eraseMember } from '#domain/lifecycle/erase-member'
import { holdCoupon } from '#domain/lifecycle/hold-coupon'
import { type RedeemedBasket, unpriced } from '#domain/lifecycle/judge-on-order'
import { runAct, type WriteRequest, type Written } from '#domain/lifecycle/lifecycle-store'
import { redeemCoupons } from '#domain/lifecycle/redeem-coupons'
import { reserveCodes } from '#domain/lifecycle/reserve-codes'
import { type ReturningGoods, returnGoods } from '#domain/lifecycle/return-goods'
import { saveTemplate } from '#domain/lifecycle/save-template'
import { syncOrder } from '#domain/lifecycle/sync-order'
import { uploadRedemption } from '#domain/lifecycle/upload-redemption'
import { memberId } from '#domain/members/member'
import type { OrderVersion } from '#domain/orders/shop-order'
import { newSellerPolicy } from '#domain/policy/seller-policy'
import type { TemplateTerms } from '#domain/templates/template'
import type { Store } from '#store/open-store'
import { templateOf } from './example-template.ts'

/** What a write answers, which is done. */
export function answerOf<Answer>(written: Written<Answer, unknown>): Answer {
  if (written.kind !== 'done') throw new Error(`not done: ${JSON.stringify(written)}`)
  return written.answer
}

type Redeeming = Readonly<{
  couponCodes?: readonly string[]
  orderId?: string
  amountFen?: number | undefined
  /** What each line costs, in fen. */
  lines?: readonly number[]
  redeemedAtMs?: number | undefined
  shop?: string | undefined
  /** The same as lines of a basket. */
  basketLines?: Extract<RedeemedBasket['amounts'], { kind: 'lines' }>['lines']
}>

/** Redeems the coupon `c`, unless others are given. */
export function redeem({ lifecycleStore: lifecycle }: Store, request: WriteRequest, requested: Redeeming) {
  const { couponCodes = ['c'], orderId = 'SO', redeemedAtMs, shop } = requested
  const basket = { ...unpriced.basket, amounts: amountsOf(requested) }
  const call = { lifecycle, request, couponCodes, orderId, shop, redeemedAtMs, randomBytes }
  return redeemCoupons({ ...call, ...unpriced, basket })
}

/** Redeems one coupon as `redeem` does. @returns its redemption */
export async function redeemOne(store: Store, request: WriteRequest, requested: Redeeming): Promise<string> {
  return answerOf(await redeem(store, request, requested)).redemptions[0]?.redemptionId ?? ''
}

/** Sends a version of an order as an ERP does: under the number of its content. */
export function sync({ lifecycleStore: lifecycle }: Store, request: WriteRequest, version: OrderVersion) {
  const sent = { ...request, outRequestNo: undefined, content: version.content }
  return syncOrder({ lifecycle, request: sent, version, policy: newSellerPolicy, randomBytes })
}

type Uploading = Readonly<{
  couponCodes: readonly string[]
  orderId: string
  atMs: number
  shop?: string
  amountFen?: number
  /** What each line costs, in fen. */
  lines?: readonly number[]
  /** What the till took off for each coupon; 5 yuan by default. */
  tillOffFen?: number | undefined
}>

/** Uploads what a till redeemed while it was offline. */
export function upload({ lifecycleStore: lifecycle }: Store, request: WriteRequest, requested: Uploading) {
  const { couponCodes, orderId, atMs, shop = '01' } = requested
  const { tillOffFen } = { tillOffFen: 500, ...requested }
  const basket = { ...unpriced.basket, amounts: amountsOf(requested) }
  const coupons = couponCodes.map((couponCode) => ({ couponCode, tillOffFen }))
  return uploadRedemption({
    lifecycle,
    request,
    orderId,
    atMs,
    shop,
    basket,
    coupons,
    policy: unpriced.policy,
    randomBytes,
  })
}

function amountsOf({ amountFen, lines, basketLines }: Redeeming): RedeemedBasket['amounts'] {
  if (basketLines !== undefined) return { kind: 'lines', lines: basketLines }
  if (lines !== undefined) {
    const line = { categories: [], quantityMilli: 1000 }
    return { kind: 'lines', lines: lines.map((fen, place) => ({ ...line, lineNo: place + 1, amountFen: fen })) }
  }
  return amountFen === undefined ? unpriced.basket.amounts : { kind: 'total', fen: amountFen }
}

/** Returns goods of the order `SO`, unless another is given: all of them, unless lines are given. */
export function returnLines(
  { lifecycleStore: lifecycle }: Store,
  request: WriteRequest,
  { orderId = 'SO', lines }: Readonly<{ orderId?: string; lines?: ReturningGoods['lines'] }>,
) {
  const input = { lifecycle, request, order: { orderId }, lines, giftsBack: [], reason: '退货' }
  return runAct(returnGoods, { ...input, needsCoupon: false })
}

type Claiming = Readonly<{
  couponId?: string
  phone?: string | undefined
  cardNo?: string | undefined
  count?: number
  channel?: string
}>

/** Claims one coupon of the template `T`, unless another is given. */
export function claim({ lifecycleStore: lifecycle }: Store, request: WriteRequest, input: Claiming) {
  const { couponId = 'T', phone, cardNo, count = 1, channel } = input
  return claimCoupons({ lifecycle, request, couponId, member: { phone, cardNo }, count, channel, randomBytes })
}

type ClaimingCode = Readonly<{
  couponCode: string
  couponId?: string
  phone?: string | undefined
  cardNo?: string | undefined
  channel?: string
}>

/** Claims a reserved code. */
export function claimCode({ lifecycleStore: lifecycle }: Store, request: WriteRequest, input: ClaimingCode) {
  const { couponCode, couponId, phone, cardNo, channel } = input
  return runAct(claimReservedCode, { lifecycle, request, couponCode, couponId, member: { phone, cardNo }, channel })
}

type Reserving = Readonly<{ couponId?: string; count?: number; channel?: string }>

/** Reserves one code of the template `T`, unless another is given. */
export function reserve({ lifecycleStore: lifecycle }: Store, request: WriteRequest, input: Reserving) {
  const { couponId = 'T', count = 1, channel } = input
  return reserveCodes({ lifecycle, request, couponId, count, channel, randomBytes })
}

type Holding = Readonly<{ couponCode?: string; orderId: string; ttlSeconds?: number }>

/** Holds the coupon `c` for a minute, unless another or a time is given. */
export function hold({ lifecycleStore: lifecycle }: Store, request: WriteRequest, input: Holding) {
  return runAct(holdCoupon, { lifecycle, request, couponCode: 'c', ttlSeconds: 60, ...input })
}

/** Saves the template `T`, with the given terms instead. */
export function save({ lifecycleStore: lifecycle }: Store, request: WriteRequest, terms: Partial<TemplateTerms>) {
  return runAct(saveTemplate, { lifecycle, request, terms: templateOf(terms) })
}

/** Erases a member. */
export function erase({ lifecycleStore: lifecycle, erasures }: Store, request: WriteRequest, memberNo: number) {
  return eraseMember({ lifecycle, erasures, request, selector: { memberId: memberId(memberNo) }, reason: undefined })
}
