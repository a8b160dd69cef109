import { type CouponInTurn, misfitsInTurn } from '@yaoquan/basket'
import { startOfDay } from '#domain/dates'
import { chainPolicyOf, type VersionedPolicy } from '#domain/policy/seller-policy'
import type { RedeemedAmounts, SoldLines } from '#domain/sales/sale'
import type { UnjudgedTerm, UnsaidFact } from '#domain/templates/offer-of-coupon'
import type { CouponRefusal } from './coupon-refusal.ts'
import { type JudgingFacts, judgeOnOrder, linesOf, offeredCoupons, type RedeemedBasket } from './judge-on-order.ts'
import type { StoredCoupon } from './stored-coupon.ts'

/** An order at a till that was offline. */
export type UploadedOrder = Readonly<{
  orderId: string
  shop: string | undefined
  basket: RedeemedBasket
  policy: VersionedPolicy
  /** When the till redeemed the coupons, epoch milliseconds. */
  atMs: number
}>

type CheckedUpload = Readonly<{
  /** Refusals of coupons that could not be used at that time and shop, keyed by code. */
  refusals: ReadonlyMap<string, CouponRefusal>
  /** What the other coupons take off, keyed by code. */
  amounts: ReadonlyMap<string, RedeemedAmounts>
  /** Terms of the other coupons that were taken as fulfilled, keyed by code. */
  unjudged: ReadonlyMap<string, readonly UnjudgedTerm[]>
  /** What is kept for returns; undefined unless the till gave lines, and what each of the others takes is known. */
  sold: SoldLines | undefined
}>

/**
 * Which coupons of an upload could not be used at its moment. That depends on the upload and the coupons' terms only, not on who else used
 * them or what else is on the order, so it is the same whenever the upload arrives. Coupons are judged in the order of the upload: one that
 * does not fit beside those before it is left out.
 */
export function checkUpload(
  input: UploadedOrder,
  coupons: readonly StoredCoupon[],
  { facts, voidings }: Readonly<{ facts: JudgingFacts; voidings: ReadonlyMap<number, number> }>,
): CheckedUpload {
  const refusals = new Map<string, CouponRefusal>()
  for (const coupon of coupons) {
    const { couponCode } = coupon.terms
    const refusal = checkThen(coupon, input.atMs, voidings.get(coupon.seq))
    if (refusal !== undefined) refusals.set(couponCode, { ...refusal, couponCode })
  }
  const { orderId, shop, basket, policy, atMs } = input
  const order = {
    orderId,
    shop,
    basket,
    policy: policy.policy,
    atMs,
    nowMs: atMs,
    unsaid: unsaidOf(basket),
    holders: new Map(),
    earlier: [],
  }
  // What became of them since then does not count.
  const existing = coupons.flatMap((coupon): readonly StoredCoupon[] =>
    refusals.has(coupon.terms.couponCode) ? [] : [{ ...coupon, state: { kind: 'unused' } }],
  )
  const offered = offeredCoupons(facts, order, existing)
  const inTurn = offered.map(({ coupon }): CouponInTurn => ({ coupon }))
  const { channel, member } = basket
  const asBasket = { orderId, shop, atMs, channel, member, lines: linesOf(basket) }
  for (const [couponCode, reason] of misfitsInTurn(asBasket, inTurn, chainPolicyOf(policy.policy))) {
    refusals.set(couponCode, { kind: 'not-usable', couponCode, reason, orderId })
  }
  const fitting = existing.filter(({ terms }) => !refusals.has(terms.couponCode))
  const none = { amounts: new Map(), unjudged: new Map(), sold: undefined }
  if (fitting.length === 0) return { refusals, ...none }
  const judged = judgeOnOrder(facts, order, fitting)
  if (judged.kind === 'refused') throw new TypeError('coupons that fit in turn do not fit together')
  const { amounts, unjudged, sold } = judged
  return { refusals, amounts, unjudged, sold }
}

/** What happened is not undone for want of a fact. Tags of then are not known, and those of now would depend on when the upload arrives. */
function unsaidOf({ channel, member }: RedeemedBasket): readonly UnsaidFact[] {
  return [
    'tags',
    ...(channel === undefined ? (['channel'] as const) : []),
    ...(member?.level === undefined ? (['level'] as const) : []),
  ]
}

/** Whether the coupon had been issued and was not void. Issuers outside report coupons later, so their day of issue counts if it is earlier. */
function checkThen(
  { state, terms, issuedAtMs }: StoredCoupon,
  atMs: number,
  voided: number | undefined,
): WithoutCode | undefined {
  const fromMs = Math.min(issuedAtMs, terms.billDate === undefined ? issuedAtMs : startOfDay(terms.billDate))
  if (atMs < fromMs - (fromMs % 1000)) return { kind: 'redeemed-too-early', fromMs }
  // Another use may have come late for a coupon that was void already.
  if (state.kind !== 'void' && state.kind !== 'used') return undefined
  // Events are kept for longer than uploads may be late, so one that was removed was before.
  const voidedMs = voided ?? (state.kind === 'void' ? 0 : undefined)
  if (voidedMs === undefined || voidedMs > atMs) return undefined
  return { kind: 'not-usable', reason: { code: 'VOID', reason: undefined } }
}

type WithoutCode =
  | Omit<Extract<CouponRefusal, { kind: 'not-usable' }>, 'couponCode'>
  | Omit<Extract<CouponRefusal, { kind: 'redeemed-too-early' }>, 'couponCode'>
