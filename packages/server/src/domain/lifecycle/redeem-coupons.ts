import type { Quote } from '#domain/basket/quote'
import type { Redemption } from '#domain/coupon/coupon'
import { startOfDay } from '#domain/dates'
import type { VersionedPolicy } from '#domain/policy/seller-policy'
import { type Order, withShopGroups } from './check-order.ts'
import { checkBeside } from './check-together.ts'
import type {
  CouponUse,
  CouponWriter,
  LifecycleWriter,
  RedeemedUse,
  Worked,
  WriteCall,
  Written,
} from './lifecycle-store.ts'
import { noCoupon } from './no-coupon.ts'
import { type PricedUses, priceUses, type RedeemedBasket } from './price-uses.ts'
import { newTimedCode } from './random-code.ts'
import { recordSale } from './record-sale.ts'
import type { CouponRefusal, RedemptionRefusal } from './refusal.ts'
import type { StoredCoupon } from './stored-coupon.ts'
import { type SplitMismatch, type TillShare, takeTillSplit } from './till-split.ts'
import { redeem } from './transitions.ts'

export type Redeeming = WriteCall &
  Readonly<{
    /** 1..20, no code twice; none where the till named none and its quote has none. */
    couponCodes: readonly string[]
    orderId: string
    order: Order
    basket: RedeemedBasket
    /** The till's own split over the lines, in place of the computed one. */
    split?: readonly TillShare[] | undefined
    policy: VersionedPolicy
    /** By which the till asked before; `stale`: a text that is no quote of this seller any more. */
    quote: Quote | 'stale' | undefined
    /** When an offline till redeemed it; absent: now. */
    redeemedAtMs: number | undefined
    randomBytes: (size: number) => Uint8Array
  }>

export type RedeemAnswer = Readonly<{
  redeemedAtMs: number
  redemptions: readonly Readonly<{ couponCode: string; redemptionId: string; offFen: number | undefined }>[]
  /** What the coupons take and what lines cost then; undefined if the till gave no amounts. */
  combination: PricedUses['combination']
}>

export type RedeemRefusal = CouponRefusal | RedemptionRefusal | SplitMismatch

/** Tills report offline redemptions within three days. */
const oldestMs = 72 * 3_600_000
/** Tolerance for clocks of tills that are ahead. */
const newestAheadMs = 5 * 60_000

/** Uses the coupons for an order: all of them or none. */
export function redeemCoupons(asked: Redeeming): Promise<Written<RedeemAnswer, RedeemRefusal>> {
  return asked.lifecycle.writeOnce(asked.request, (writer) => redeemAll(asked, writer))
}

/** Dates are checked for the moment of redemption, everything else for the coupon's present state. */
async function redeemAll(asked: Redeeming, writer: LifecycleWriter): Promise<Worked<RedeemAnswer, RedeemRefusal>> {
  const { nowMs } = asked.request
  const redeemedAtMs = asked.redeemedAtMs ?? nowMs
  if (redeemedAtMs < nowMs - oldestMs || redeemedAtMs > nowMs + newestAheadMs) {
    return { kind: 'refused', refusal: { kind: 'redeemed-at-not-allowed' } }
  }
  const found = await writer.findCoupons(asked.couponCodes)
  if (isStale(asked, found)) return { kind: 'refused', refusal: { kind: 'quote-stale' } }
  if (asked.couponCodes.length === 0) return { kind: 'refused', refusal: { kind: 'quote-without-coupons' } }
  const order = await withShopGroups(asked.order, found.values(), writer)
  const uses: Use[] = []
  for (const couponCode of asked.couponCodes) {
    const use = await useOf({ ...asked, order }, writer, { couponCode, coupon: found.get(couponCode), redeemedAtMs })
    if (use.kind === 'refused') return use
    uses.push(use)
  }
  const { uses: earlier, isCounted } = await writer.findCouponsOnOrder(asked.orderId)
  if (isOfOtherOrder(asked, earlier)) return { kind: 'refused', refusal: { kind: 'quote-stale' } }
  const coupons = uses.map(({ from }) => couponUseOf(from))
  // The engine says whether the order is covered, since it knows what each coupon really took.
  const refusal = await checkBeside(writer, { orderId: asked.orderId, amountFen: undefined, earlier, coupons })
  if (refusal !== undefined) return { kind: 'refused', refusal }
  const computed = await priceUses(writer, {
    ...{ orderId: asked.orderId, atMs: redeemedAtMs, basket: asked.basket, policy: asked.policy.policy, earlier },
    uses: uses.map(({ from }) => ({ ...couponUseOf(from), terms: from.terms })),
  })
  if (computed.kind === 'refused') return computed
  const priced = takeTillSplit(computed, asked)
  if (priced.kind === 'split-mismatch') return { kind: 'refused', refusal: priced }
  const orderFen = isCounted ? undefined : orderFenOf(asked.basket)
  await writeUses(asked.orderId, writer, { uses, earlier, amounts: priced.amounts, orderFen })
  await keepSale(asked, writer, { uses, hasEarlier: earlier.length > 0, priced })
  const redemptions = uses.map(({ from: { terms }, redemption: { redemptionId } }) => {
    const { couponCode } = terms
    return { couponCode, redemptionId, offFen: priced.amounts.get(couponCode)?.offFen }
  })
  return { kind: 'done', answer: { redeemedAtMs, redemptions, combination: priced.combination } }
}

/** What an order costs before coupons; undefined if the till does not say it. */
export function orderFenOf({ amounts }: RedeemedBasket): number | undefined {
  if (amounts.kind === 'unknown') return undefined
  return amounts.kind === 'total' ? amounts.fen : amounts.lines.reduce((sum, { amountFen }) => sum + amountFen, 0)
}

/** Whether anything that the quote was computed from changed: a coupon, the rules of the seller, or the time. */
function isStale(
  { quote, policy, request, couponCodes }: Redeeming,
  found: ReadonlyMap<string, StoredCoupon>,
): boolean {
  if (quote === undefined) return false
  if (quote === 'stale' || request.nowMs >= quote.validUntilMs || quote.policyVersion !== policy.version) return true
  return couponCodes.some(
    (code) => quote.coupons[code] === undefined || quote.coupons[code] !== found.get(code)?.version,
  )
}

/** Whether other coupons are on the order than when the till asked, so that the amounts would be others. */
function isOfOtherOrder({ quote }: Redeeming, earlier: readonly RedeemedUse[]): boolean {
  if (quote === undefined || quote === 'stale') return false
  const codes = new Set(quote.earlier)
  return codes.size !== earlier.length || earlier.some(({ couponCode }) => !codes.has(couponCode))
}

type Use = Readonly<{ kind: 'use'; from: StoredCoupon; to: StoredCoupon; redemption: Redemption }>
type Refused = Readonly<{ kind: 'refused'; refusal: CouponRefusal }>
type Candidate = Readonly<{ couponCode: string; coupon: StoredCoupon | undefined; redeemedAtMs: number }>

async function useOf(
  { orderId, order, request, redeemedAtMs: givenMs, randomBytes }: Redeeming,
  writer: LifecycleWriter,
  { couponCode, coupon, redeemedAtMs }: Candidate,
): Promise<Use | Refused> {
  if (coupon === undefined) return noCoupon(writer, couponCode)
  const redemptionId = newTimedCode(request.nowMs, randomBytes)
  const redemption = { redemptionId, orderId, atMs: redeemedAtMs, shop: order.shop }
  const step = redeem(coupon, { redemption, order, nowMs: request.nowMs })
  if (step.kind === 'unchanged') throw new TypeError('a redemption always changes something')
  if (step.kind !== 'done') return { kind: 'refused', refusal: { ...step, couponCode } }
  // A redemption of now follows all earlier ones: only a till may give an earlier moment.
  const fromMs = givenMs === undefined ? undefined : await earliestUseMs(coupon, writer)
  if (fromMs !== undefined && redeemedAtMs < fromMs) {
    return { kind: 'refused', refusal: { kind: 'redeemed-too-early', couponCode, fromMs } }
  }
  return { kind: 'use', from: coupon, to: step.coupon, redemption }
}

type NewUses = Readonly<{
  uses: readonly Use[]
  earlier: readonly RedeemedUse[]
  amounts: PricedUses['amounts']
  orderFen: number | undefined
}>

/**
 * Writes the uses in the order of the coupons' numbers, so that two orders never wait for each other in a circle. From the first change on
 * no other work redeems on the order; if one did before, the work runs again.
 */
async function writeUses(
  orderId: string,
  writer: LifecycleWriter,
  { uses, earlier, amounts, orderFen }: NewUses,
): Promise<void> {
  const sorted = uses
    .map((use) => ({ ...use, amounts: amounts.get(use.from.terms.couponCode) }))
    .toSorted((left, right) => left.from.seq - right.from.seq)
    .map((use, place) => ({ ...use, orderFen: place === 0 ? orderFen : undefined }))
  await writer.changeCoupons(
    sorted.map(({ from, to, amounts, orderFen }) => ({ kind: 'redeemed', from, to, amounts, orderFen })),
  )
  await writer.expectCouponsOnOrder(
    orderId,
    earlier.map(({ couponCode }) => couponCode),
  )
  for (const use of sorted) await writer.addRedemption({ ...use.redemption, amounts: use.amounts }, use.from.seq)
}

type UsesOfSale = Readonly<{ uses: readonly Use[]; hasEarlier: boolean; priced: PricedUses }>

/** Keeps the lines for returns, if the till gave them. */
async function keepSale(
  { orderId, order: { shop } }: Redeeming,
  writer: LifecycleWriter,
  { uses, hasEarlier, priced: { sold, amounts } }: UsesOfSale,
): Promise<void> {
  if (sold === undefined) return
  const recorded = uses.flatMap(({ from, redemption: { redemptionId } }) => {
    const ofCoupon = amounts.get(from.terms.couponCode)
    return ofCoupon === undefined ? [] : [{ redemptionId, amounts: ofCoupon }]
  })
  await recordSale(writer, { orderId, shop, sold, uses: recorded, hasEarlier })
}

/** The data of a coupon that decides whether it may be used beside others. */
export function couponUseOf({ terms, templateVersion }: StoredCoupon): CouponUse {
  return { ...terms, templateVersion }
}

/**
 * The earliest moment at which a till may have used a coupon: not before its issue, nor before its return from an earlier order. Issuers
 * outside report coupons later, so their day of issue counts if it is earlier. Tills give whole seconds.
 * @returns epoch milliseconds
 */
export async function earliestUseMs(
  { seq, terms, issuedAtMs, returnCount }: StoredCoupon,
  writer: Pick<CouponWriter, 'findLastReturn'>,
): Promise<number> {
  const billedMs = terms.billDate === undefined ? issuedAtMs : startOfDay(terms.billDate)
  const returnedMs = returnCount === 0 ? undefined : await writer.findLastReturn(seq)
  const fromMs = Math.max(Math.min(issuedAtMs, billedMs), returnedMs ?? 0)
  return fromMs - (fromMs % 1000)
}
