import type { ReasonCode } from '@yaoquan/basket'
import type { Quote } from '#domain/basket/quote'
import type { Redemption } from '#domain/coupon/coupon'
import { startOfDay } from '#domain/dates'
import type { VersionedPolicy } from '#domain/policy/seller-policy'
import type { CouponRefusal, RedemptionRefusal } from './coupon-refusal.ts'
import { type JudgedOrder, judgeOnOrder, orderFenOf, type PricedUses, type RedeemedBasket } from './judge-on-order.ts'
import type { CouponWriter, LifecycleWriter, RedeemedUse, Worked, WriteCall, Written } from './lifecycle-store.ts'
import { noCoupon } from './no-coupon.ts'
import { newTimedCode } from './random-code.ts'
import { recordSale } from './record-sale.ts'
import type { StoredCoupon } from './stored-coupon.ts'
import { type SplitMismatch, type TillShare, takeTillSplit } from './till-split.ts'
import { redeem } from './transitions.ts'

export type Redeeming = WriteCall &
  Readonly<{
    /** 1..20, no code twice; none where the till named none and its quote has none. */
    couponCodes: readonly string[]
    orderId: string
    shop: string | undefined
    basket: RedeemedBasket
    /** Level and tags of the members of coupons whose terms ask for them, by code. */
    holders: JudgedOrder['holders']
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

/** Dates and hours count for the moment of redemption, the coupon's state and its holds for the present one. */
async function redeemAll(asked: Redeeming, writer: LifecycleWriter): Promise<Worked<RedeemAnswer, RedeemRefusal>> {
  const { nowMs } = asked.request
  const redeemedAtMs = asked.redeemedAtMs ?? nowMs
  if (redeemedAtMs < nowMs - oldestMs || redeemedAtMs > nowMs + newestAheadMs) {
    return { kind: 'refused', refusal: { kind: 'redeemed-at-not-allowed' } }
  }
  const found = await writer.findCoupons(asked.couponCodes)
  if (isStale(asked, found)) return { kind: 'refused', refusal: { kind: 'quote-stale' } }
  if (asked.couponCodes.length === 0) return { kind: 'refused', refusal: { kind: 'quote-without-coupons' } }
  const { uses: earlier, isCounted } = await writer.findCouponsOnOrder(asked.orderId)
  if (isOfOtherOrder(asked, earlier)) return { kind: 'refused', refusal: { kind: 'quote-stale' } }
  const { orderId, shop, basket, holders, policy } = asked
  const order = { orderId, shop, atMs: redeemedAtMs, nowMs, basket, policy: policy.policy, holders, earlier }
  const computed = await judgeOnOrder(writer, order, [...found.values()])
  const chosen = await chooseCoupons(writer, { codes: asked.couponCodes, found, computed })
  if (chosen.kind === 'refused') return chosen
  const tooEarly = await firstTooEarly(writer, { coupons: chosen.coupons, redeemedAtMs: asked.redeemedAtMs })
  if (tooEarly !== undefined) return { kind: 'refused', refusal: tooEarly }
  const uses = chosen.coupons.map((from): Use => {
    const redemption = { redemptionId: newTimedCode(nowMs, asked.randomBytes), orderId, atMs: redeemedAtMs, shop }
    return { from, to: redeem(from, redemption), redemption }
  })
  const priced = takeTillSplit(chosen.priced, asked)
  if (priced.kind === 'split-mismatch') return { kind: 'refused', refusal: priced }
  const orderFen = isCounted ? undefined : orderFenOf(asked.basket)
  await writeUses(writer, {
    uses,
    amounts: priced.amounts,
    unjudged: priced.unjudged,
    orderFen,
  })
  await keepSale(asked, writer, { uses, hasEarlier: earlier.length > 0, priced })
  const redemptions = uses.map(({ from: { terms }, redemption: { redemptionId } }) => {
    const { couponCode } = terms
    return { couponCode, redemptionId, offFen: priced.amounts.get(couponCode)?.offFen }
  })
  return { kind: 'done', answer: { redeemedAtMs, redemptions, combination: priced.combination } }
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

type Use = Readonly<{ from: StoredCoupon; to: StoredCoupon; redemption: Redemption }>
type Refused = Readonly<{ kind: 'refused'; refusal: CouponRefusal }>
type Chosen = Readonly<{ kind: 'chosen'; coupons: readonly StoredCoupon[]; priced: PricedUses }>

/** The coupons in the order of their codes, or the first of them that is missing or refused by itself; otherwise the first that is refused. */
async function chooseCoupons(
  writer: LifecycleWriter,
  {
    codes,
    found,
    computed,
  }: Readonly<{
    codes: readonly string[]
    found: ReadonlyMap<string, StoredCoupon>
    computed: Awaited<ReturnType<typeof judgeOnOrder>>
  }>,
): Promise<Chosen | Refused> {
  const coupons: StoredCoupon[] = []
  const refusals: CouponRefusal[] = []
  for (const couponCode of codes) {
    const coupon = found.get(couponCode)
    if (coupon === undefined) {
      return { kind: 'refused', refusal: noCoupon(couponCode, await writer.findReservedCode(couponCode)) }
    }
    coupons.push(coupon)
    const refusal = computed.kind === 'refused' ? computed.refusals.get(couponCode) : undefined
    if (refusal === undefined) continue
    if (isOfCouponAlone(refusal)) return { kind: 'refused', refusal }
    refusals.push(refusal)
  }
  const [refusal] = refusals
  if (refusal !== undefined) return { kind: 'refused', refusal }
  if (computed.kind === 'refused') throw new TypeError('the judge refused a coupon that was not asked for')
  return { kind: 'chosen', coupons, priced: computed }
}

/** What is against a coupon by itself is named before what others on the order are in the way. */
function isOfCouponAlone(refusal: CouponRefusal): boolean {
  return refusal.kind !== 'not-usable' || !besideOthers.has(refusal.reason.code)
}

const besideOthers: ReadonlySet<ReasonCode> = new Set(['ALONE', 'GROUP', 'MAX_PER_ORDER', 'NO_EFFECT'])

/** A redemption of now follows all earlier ones: only a till may give an earlier moment. */
async function firstTooEarly(
  writer: LifecycleWriter,
  { coupons, redeemedAtMs }: Readonly<{ coupons: readonly StoredCoupon[]; redeemedAtMs: number | undefined }>,
): Promise<CouponRefusal | undefined> {
  if (redeemedAtMs === undefined) return undefined
  for (const coupon of coupons) {
    const fromMs = await earliestUseMs(coupon, writer)
    if (redeemedAtMs < fromMs) return { kind: 'redeemed-too-early', couponCode: coupon.terms.couponCode, fromMs }
  }
  return undefined
}

type NewUses = Readonly<{
  uses: readonly Use[]
  amounts: PricedUses['amounts']
  unjudged: PricedUses['unjudged']
  orderFen: number | undefined
}>

/** Writes the uses in the order of the coupons' numbers. */
async function writeUses(writer: LifecycleWriter, { uses, amounts, unjudged, orderFen }: NewUses): Promise<void> {
  const sorted = uses
    .map((use) => {
      const { couponCode } = use.from.terms
      return { ...use, amounts: amounts.get(couponCode), unjudged: unjudged.get(couponCode) }
    })
    .toSorted((left, right) => left.from.seq - right.from.seq)
    .map((use, place) => ({ ...use, orderFen: place === 0 ? orderFen : undefined }))
  await writer.changeCoupons(sorted.map(({ redemption: _, ...change }) => ({ kind: 'redeemed', ...change })))
  for (const use of sorted) await writer.addRedemption({ ...use.redemption, amounts: use.amounts }, use.from.seq)
}

type UsesOfSale = Readonly<{ uses: readonly Use[]; hasEarlier: boolean; priced: PricedUses }>

/** Keeps the lines for returns, if the till gave them. */
async function keepSale(
  { orderId, shop }: Redeeming,
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
