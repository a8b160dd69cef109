import type { Redemption } from '../coupon/coupon.ts'
import type { Order } from './check-order.ts'
import type { CouponWriter, LifeStore, LifeWriter, Worked, WriteRequest, Written } from './life-store.ts'
import type { LiveCoupon } from './live-coupon.ts'
import { newRandomCode } from './random-code.ts'
import type { CouponRefusal, RedemptionRefusal } from './refusal.ts'
import { redeem } from './transitions.ts'

export type Redeeming = Readonly<{
  life: LifeStore
  request: WriteRequest
  /** 1..20, no code twice. */
  couponCodes: readonly string[]
  orderId: string
  order: Order
  /** When an offline till redeemed it; absent: now. */
  redeemedAtMs: number | undefined
  randomBytes: (size: number) => Uint8Array
}>

export type RedeemAnswer = Readonly<{
  redeemedAtMs: number
  redemptions: readonly Readonly<{ couponCode: string; redemptionId: string }>[]
}>

export type RedeemRefusal = CouponRefusal | RedemptionRefusal

/** Tills upload what they redeemed offline within three days. */
const oldestMs = 72 * 3_600_000
/** Clocks of tills run ahead. */
const newestAheadMs = 5 * 60_000

/** Uses the coupons for an order: all of them or none. */
export function redeemCoupons(asked: Redeeming): Promise<Written<RedeemAnswer, RedeemRefusal>> {
  return asked.life.writeOnce(asked.request, (writer) => redeemAll(asked, writer))
}

/** Dates are judged by when it was redeemed, everything else by how the coupon stands now. */
async function redeemAll(asked: Redeeming, writer: LifeWriter): Promise<Worked<RedeemAnswer, RedeemRefusal>> {
  const { nowMs } = asked.request
  const redeemedAtMs = asked.redeemedAtMs ?? nowMs
  if (redeemedAtMs < nowMs - oldestMs || redeemedAtMs > nowMs + newestAheadMs) {
    return { kind: 'refused', refusal: { kind: 'redeemed-at-not-allowed' } }
  }
  const found = await writer.findCoupons(asked.couponCodes)
  const uses: Use[] = []
  for (const couponCode of asked.couponCodes) {
    const use = await useOf(asked, writer, { couponCode, coupon: found.get(couponCode), redeemedAtMs })
    if (use.kind === 'refused') return use
    uses.push(use)
  }
  await writeUses(writer, uses)
  const redemptions = uses.map(({ from, redemption }) => ({
    couponCode: from.terms.couponCode,
    redemptionId: redemption.redemptionId,
  }))
  return { kind: 'done', answer: { redeemedAtMs, redemptions } }
}

type Use = Readonly<{ kind: 'use'; from: LiveCoupon; to: LiveCoupon; redemption: Redemption }>
type Refused = Readonly<{ kind: 'refused'; refusal: CouponRefusal }>
type Candidate = Readonly<{ couponCode: string; coupon: LiveCoupon | undefined; redeemedAtMs: number }>

async function useOf(
  { orderId, order, request, couponCodes, randomBytes }: Redeeming,
  writer: LifeWriter,
  { couponCode, coupon, redeemedAtMs }: Candidate,
): Promise<Use | Refused> {
  if (coupon === undefined) return { kind: 'refused', refusal: { kind: 'coupon-not-found', couponCode } }
  const redemption = { redemptionId: newRandomCode(randomBytes), orderId, atMs: redeemedAtMs, shop: order.shop }
  const step = redeem(coupon, { redemption, order, nowMs: request.nowMs })
  if (step.kind === 'unchanged') throw new TypeError('a redemption always changes something')
  if (step.kind !== 'done') return { kind: 'refused', refusal: { ...step, couponCode } }
  if (couponCodes.length > 1 && !(await isStackable(coupon, writer))) {
    return { kind: 'refused', refusal: { kind: 'not-stackable', couponCode } }
  }
  return { kind: 'use', from: coupon, to: step.coupon, redemption }
}

/** Coupons that others issued have no template of ours, and nothing forbids them beside others. */
async function isStackable({ terms, templateVersion }: LiveCoupon, writer: LifeWriter): Promise<boolean> {
  if (terms.couponId === undefined || templateVersion === undefined) return true
  return (await writer.findTemplateTerms(terms.couponId, templateVersion)).isStackable
}

/** In the order of the coupons' numbers, so that two orders never wait for each other in a circle. */
async function writeUses(writer: CouponWriter, uses: readonly Use[]): Promise<void> {
  const sorted = uses.toSorted((left, right) => left.from.seq - right.from.seq)
  await writer.changeCoupons(sorted.map(({ from, to }) => ({ kind: 'redeemed', from, to })))
  for (const { redemption, from } of sorted) await writer.addRedemption(redemption, from.seq)
}
