import { startOfDay } from '#domain/dates'
import type { VersionedPolicy } from '#domain/policy/seller-policy'
import type { SoldLines } from '#domain/sales/sale'
import type { RedeemedAmounts } from '#domain/sales/stored-redemption'
import { checkOrder, type Order, withShopGroups } from './check-order.ts'
import { checkBeside } from './check-together.ts'
import { checkDates } from './check-usable.ts'
import type { LifecycleWriter } from './lifecycle-store.ts'
import { priceUses, type RedeemedBasket } from './price-uses.ts'
import { couponUseOf } from './redeem-coupons.ts'
import type { CouponRefusal } from './refusal.ts'
import type { StoredCoupon } from './stored-coupon.ts'

/** An order at a till that was offline. */
export type UploadedOrder = Readonly<{
  orderId: string
  order: Order
  basket: RedeemedBasket
  policy: VersionedPolicy
  /** When the till redeemed the coupons, epoch milliseconds. */
  atMs: number
}>

type Writer = Pick<LifecycleWriter, 'findTemplateTerms' | 'findGroupsWithShop' | 'findVoiding'>

type CheckedUpload = Readonly<{
  /** By code, of coupons that could not be used there and then. */
  refusals: ReadonlyMap<string, CouponRefusal>
  /** By code, what the others take off. */
  amounts: ReadonlyMap<string, RedeemedAmounts>
  /** What is kept for returns; undefined unless the till gave lines, and what each of the others takes is known. */
  sold: SoldLines | undefined
}>

/**
 * Which coupons of an upload could not be used at its moment. That depends on the upload and the coupons' terms only, not on who else used
 * them or what else is on the order, so it is the same whenever the upload arrives. Coupons that cannot be used are left out before the
 * others are judged together.
 */
export async function checkUpload(
  asked: UploadedOrder,
  coupons: readonly StoredCoupon[],
  writer: Writer,
): Promise<CheckedUpload> {
  const order = await withShopGroups(asked.order, coupons, writer)
  const refusals = new Map<string, CouponRefusal>()
  for (const coupon of coupons) {
    const { couponCode } = coupon.terms
    const refusal =
      (await checkThen(coupon, asked.atMs, writer)) ?? checkDates(coupon, asked.atMs) ?? checkOrder(coupon.terms, order)
    if (refusal !== undefined) refusals.set(couponCode, { ...refusal, couponCode })
  }
  while (true) {
    const fitting = coupons.filter(({ terms }) => !refusals.has(terms.couponCode))
    const result = await checkTogetherThen(asked, fitting, writer)
    if (!('couponCode' in result)) return { refusals, ...result }
    // Each round leaves one coupon out.
    if (refusals.has(result.couponCode)) throw new TypeError('a coupon is refused that was left out')
    refusals.set(result.couponCode, result)
  }
}

/** Whether the coupon had been issued and was not void. Issuers outside report coupons later, so their day of issue counts if it is earlier. */
async function checkThen(
  { seq, state, terms, issuedAtMs }: StoredCoupon,
  atMs: number,
  writer: Writer,
): Promise<Readonly<{ kind: 'void' } | { kind: 'redeemed-too-early'; fromMs: number }> | undefined> {
  const fromMs = Math.min(issuedAtMs, terms.billDate === undefined ? issuedAtMs : startOfDay(terms.billDate))
  if (atMs < fromMs - (fromMs % 1000)) return { kind: 'redeemed-too-early', fromMs }
  // Another use may have come late for a coupon that was void already.
  if (state.kind !== 'void' && state.kind !== 'used') return undefined
  // Events are kept for longer than uploads may be late, so one that was removed was before.
  const voidedMs = (await writer.findVoiding(seq)) ?? (state.kind === 'void' ? 0 : undefined)
  return voidedMs !== undefined && voidedMs <= atMs ? { kind: 'void' } : undefined
}

async function checkTogetherThen(
  { orderId, atMs, basket, policy }: UploadedOrder,
  coupons: readonly StoredCoupon[],
  writer: Writer,
): Promise<CouponRefusal | Pick<CheckedUpload, 'amounts' | 'sold'>> {
  if (coupons.length === 0) return { amounts: new Map(), sold: undefined }
  const beside = { orderId, amountFen: undefined, earlier: [], coupons: coupons.map(couponUseOf) }
  const refusal = await checkBeside(writer, beside)
  if (refusal !== undefined) return refusal
  const uses = coupons.map((coupon) => ({ ...couponUseOf(coupon), terms: coupon.terms }))
  const priced = await priceUses(writer, { orderId, atMs, basket, policy: policy.policy, earlier: [], uses })
  return priced.kind === 'refused' ? priced.refusal : { amounts: priced.amounts, sold: priced.sold }
}
