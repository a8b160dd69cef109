import type { CouponShare, ReasonCode } from '@yaoquan/basket'
import type { Quote } from '#domain/basket/quote'
import type { Redemption } from '#domain/coupon/coupon'
import { startOfDay } from '#domain/dates'
import type { VersionedPolicy } from '#domain/policy/seller-policy'
import type { ReservedCode } from '#domain/templates/template-store'
import { act, done, load, type Reading, refused } from './act.ts'
import { type Change, newRedemption, steps } from './changes.ts'
import { type CouponRefusal, noCoupon, type RedemptionRefusal, type ShopUnknown } from './coupon-refusal.ts'
import {
  amountsOf,
  type JudgedOrder,
  type JudgingFacts,
  judgeOnOrder,
  judgingFacts,
  orderFenOf,
  type PricedUses,
  type RedeemedBasket,
} from './judge-on-order.ts'
import { runAct, type WriteCall, type Written } from './lifecycle-store.ts'
import { idsOf, newTimedCode } from './random-code.ts'
import { couponsByCode, lastReturns, reservedCode, usesOnOrder } from './reads.ts'
import { recordedSale, type SaleFacts, saleFacts } from './record-sale.ts'
import { knownShop } from './seller-reads.ts'
import type { CouponsOnOrder, RedeemedUse, StoredCoupon } from './stored-coupon.ts'
import { redeem } from './transitions.ts'

type Redemptions = Readonly<{
  /** 1..20, no code twice; none where the till named none and its quote has none. */
  couponCodes: readonly string[]
  orderId: string
  shop: string | undefined
  /** A shop that is not in the seller's list is refused, unless the list is empty. */
  mustKnowShop: boolean
  basket: RedeemedBasket
  /** Level and tags of the members of coupons whose terms ask for them, by code. */
  holders: JudgedOrder['holders']
  /** The till's own split over the lines, in place of the computed one. */
  split?: readonly TillShare[] | undefined
  policy: VersionedPolicy
  /** Quote that the till got before; `stale`: the text is no longer a quote of this seller. */
  quote: Quote | 'stale' | undefined
  /** When an offline till redeemed it; absent: now. */
  redeemedAtMs: number | undefined
  /** Numbers of the redemptions, by the places of the codes. */
  newId: (place: number) => string
}>

export type Redeeming = WriteCall & Omit<Redemptions, 'newId'> & Readonly<{ randomBytes: (size: number) => Uint8Array }>

export type RedeemAnswer = Readonly<{
  redeemedAtMs: number
  redemptions: readonly Readonly<{ couponCode: string; redemptionId: string; offFen: number | undefined }>[]
  /** What the coupons take and what lines cost then; undefined if the till gave no amounts. */
  combination: PricedUses['combination']
}>

export type RedeemRefusal = CouponRefusal | RedemptionRefusal | ShopUnknown | SplitMismatch

/** Tills report offline redemptions within three days. */
const oldestMs = 72 * 3_600_000
/** Tolerance for clocks of tills that are ahead. */
const newestAheadMs = 5 * 60_000

/** Uses the coupons for an order: all of them or none. */
export function redeemCoupons(input: Redeeming): Promise<Written<RedeemAnswer, RedeemRefusal>> {
  const { randomBytes, request } = input
  return runAct(redemption, { ...input, newId: idsOf(() => newTimedCode(request.nowMs, randomBytes)) })
}

type Found = Readonly<{
  /** Also where the shop needs not be known. */
  isShopKnown: boolean
  coupons: ReadonlyMap<string, StoredCoupon>
  onOrder: CouponsOnOrder
  facts: JudgingFacts
  /** The reservation of the first code without a coupon. */
  reserved: ReservedCode | undefined
  /** When coupons came back last, by number; read only where a till says when it redeemed them. */
  returns: ReadonlyMap<number, number>
  /** Undefined where the till gave no lines. */
  sale: SaleFacts | undefined
}>

/** Dates and hours count for the moment of redemption, the coupon's state and its holds for the present one. */
export const redemption = act<Redemptions, Found, RedeemAnswer, RedeemRefusal>({
  *reads({ couponCodes, orderId, shop, mustKnowShop, basket, redeemedAtMs }): Reading<Found> {
    const ofOrder = { coupons: couponsByCode(couponCodes), onOrder: usesOnOrder(orderId) }
    const isAsked = mustKnowShop && shop !== undefined
    const { isShopKnown, coupons, onOrder } = isAsked
      ? yield* load({ ...ofOrder, isShopKnown: knownShop(shop) })
      : { isShopKnown: true, ...(yield* load(ofOrder)) }
    const found = [...coupons.values()]
    const facts = yield* judgingFacts(shop, found, onOrder.uses)
    const missing = couponCodes.find((code) => !coupons.has(code))
    const { reserved } = missing === undefined ? noReservation : yield* load({ reserved: reservedCode(missing) })
    const returned = redeemedAtMs === undefined ? [] : found.filter(({ returnCount }) => returnCount > 0)
    const { returns } = yield* load({ returns: lastReturns(returned.map(({ seq }) => seq)) })
    const hasLines = basket.amounts.kind === 'lines' && missing === undefined
    const sale = hasLines ? yield* saleFacts(orderId, onOrder.uses.length > 0) : undefined
    return { isShopKnown, coupons, onOrder, facts, reserved, returns, sale }
  },
  decide({ input, found, nowMs }) {
    if (!found.isShopKnown && input.shop !== undefined) return refused({ kind: 'shop-unknown', shop: input.shop })
    const redeemedAtMs = input.redeemedAtMs ?? nowMs
    if (redeemedAtMs < nowMs - oldestMs || redeemedAtMs > nowMs + newestAheadMs) {
      return refused({ kind: 'redeemed-at-not-allowed' })
    }
    const { coupons, onOrder } = found
    if (isStale(input, coupons, nowMs)) return refused({ kind: 'quote-stale' })
    if (input.couponCodes.length === 0) return refused({ kind: 'quote-without-coupons' })
    const { uses: earlier } = onOrder
    if (isOfOtherOrder(input, earlier)) return refused({ kind: 'quote-stale' })
    const { orderId, shop, basket, holders, policy } = input
    const order = { orderId, shop, atMs: redeemedAtMs, nowMs, basket, policy: policy.policy, holders, earlier }
    const computed = judgeOnOrder(found.facts, order, [...coupons.values()])
    const chosen = chooseCoupons({ codes: input.couponCodes, found, computed })
    if (chosen.kind === 'refused') return chosen
    const tooEarly = firstTooEarly(chosen.coupons, input.redeemedAtMs, found.returns)
    if (tooEarly !== undefined) return refused(tooEarly)
    const priced = takeTillSplit(chosen.priced, input)
    if (priced.kind === 'split-mismatch') return refused(priced)
    const uses = chosen.coupons.map((from, place): Use => {
      const redeemed = { redemptionId: input.newId(place), orderId, atMs: redeemedAtMs, shop }
      return { from, to: redeem(from, redeemed), redemption: redeemed }
    })
    const redemptions = uses.map(({ from: { terms }, redemption: { redemptionId } }) => {
      const { couponCode } = terms
      return { couponCode, redemptionId, offFen: priced.amounts.get(couponCode)?.offFen }
    })
    const answer = { redeemedAtMs, redemptions, combination: priced.combination }
    const orderFen = onOrder.isCounted ? undefined : orderFenOf(basket)
    return done(answer, [...changesOfUses(uses, priced, orderFen), ...changesOfSale(input, { uses, found, priced })])
  },
})

const noReservation = { reserved: undefined } as const

/** Whether anything that the quote was computed from changed: a coupon, the rules of the seller, or the time. */
function isStale(
  { quote, policy, couponCodes }: Redemptions,
  found: ReadonlyMap<string, StoredCoupon>,
  nowMs: number,
): boolean {
  if (quote === undefined) return false
  if (quote === 'stale' || nowMs >= quote.validUntilMs || quote.policyVersion !== policy.version) return true
  return couponCodes.some(
    (code) => quote.coupons[code] === undefined || quote.coupons[code] !== found.get(code)?.version,
  )
}

/** Whether the order has other coupons than at the time of the quote, so that the amounts would differ. */
function isOfOtherOrder({ quote }: Redemptions, earlier: readonly RedeemedUse[]): boolean {
  if (quote === undefined || quote === 'stale') return false
  const codes = new Set(quote.earlier)
  return codes.size !== earlier.length || earlier.some(({ couponCode }) => !codes.has(couponCode))
}

type Use = Readonly<{ from: StoredCoupon; to: StoredCoupon; redemption: Redemption }>
type Refused = Readonly<{ kind: 'refused'; refusal: CouponRefusal }>
type Chosen = Readonly<{ kind: 'chosen'; coupons: readonly StoredCoupon[]; priced: PricedUses }>

/** The coupons in the order of their codes, or the first of them that is missing or refused by itself; otherwise the first that is refused. */
function chooseCoupons({
  codes,
  found,
  computed,
}: Readonly<{
  codes: readonly string[]
  found: Pick<Found, 'coupons' | 'reserved'>
  computed: ReturnType<typeof judgeOnOrder>
}>): Chosen | Refused {
  const coupons: StoredCoupon[] = []
  const refusals: CouponRefusal[] = []
  for (const couponCode of codes) {
    const coupon = found.coupons.get(couponCode)
    if (coupon === undefined) return refused(noCoupon(couponCode, found.reserved))
    coupons.push(coupon)
    const refusal = computed.kind === 'refused' ? computed.refusals.get(couponCode) : undefined
    if (refusal === undefined) continue
    if (isOfCouponAlone(refusal)) return refused(refusal)
    refusals.push(refusal)
  }
  const [refusal] = refusals
  if (refusal !== undefined) return refused(refusal)
  if (computed.kind === 'refused') throw new TypeError('the judge refused a coupon that was not asked for')
  return { kind: 'chosen', coupons, priced: computed }
}

/** What is against a coupon by itself is named before what others on the order are in the way. */
function isOfCouponAlone(refusal: CouponRefusal): boolean {
  return refusal.kind !== 'not-usable' || !besideOthers.has(refusal.reason.code)
}

const besideOthers: ReadonlySet<ReasonCode> = new Set(['ALONE', 'GROUP', 'MAX_PER_ORDER', 'NO_EFFECT'])

/** A redemption of now follows all earlier ones: only a till may give an earlier moment. */
function firstTooEarly(
  coupons: readonly StoredCoupon[],
  redeemedAtMs: number | undefined,
  returns: Found['returns'],
): CouponRefusal | undefined {
  if (redeemedAtMs === undefined) return undefined
  for (const coupon of coupons) {
    const fromMs = earliestUseMs(coupon, returns.get(coupon.seq))
    if (redeemedAtMs < fromMs) return { kind: 'redeemed-too-early', couponCode: coupon.terms.couponCode, fromMs }
  }
  return undefined
}

/** Steps and redemptions in the order of the coupons' numbers. @param orderFen recorded with the first redemption only */
function changesOfUses(
  uses: readonly Use[],
  { amounts, unjudged }: PricedUses,
  orderFen: number | undefined,
): readonly Change[] {
  const sorted = uses.toSorted((left, right) => left.from.seq - right.from.seq)
  const taken = sorted.map(({ from, to }, place) => {
    const { couponCode } = from.terms
    const facts = { amounts: amounts.get(couponCode), unjudged: unjudged.get(couponCode) }
    return { kind: 'redeemed', from, to, ...facts, orderFen: place === 0 ? orderFen : undefined } as const
  })
  return [
    ...steps(taken),
    ...sorted.map(({ from, redemption: made }) =>
      newRedemption({ ...made, amounts: amounts.get(from.terms.couponCode) }, from.seq),
    ),
  ]
}

/** Keeps the lines for returns, if the till gave them. */
function changesOfSale(
  { orderId, shop }: Redemptions,
  { uses, found, priced }: Readonly<{ uses: readonly Use[]; found: Found; priced: PricedUses }>,
): readonly Change[] {
  const { sold, amounts } = priced
  if (sold === undefined || found.sale === undefined) return []
  const recorded = uses.flatMap(({ from, redemption: { redemptionId } }) => {
    const ofCoupon = amounts.get(from.terms.couponCode)
    return ofCoupon === undefined ? [] : [{ redemptionId, amounts: ofCoupon }]
  })
  const hasEarlier = found.onOrder.uses.length > 0
  return recordedSale({ orderId, shop, sold, uses: recorded, hasEarlier }, found.sale)
}

/**
 * The earliest moment at which a till may have used a coupon: not before its issue, nor before its return from an earlier order. Issuers
 * outside report coupons later, so their day of issue counts if it is earlier. Tills give whole seconds.
 * @param returnedMs when it came back from an order last, epoch milliseconds
 * @returns epoch milliseconds
 */
export function earliestUseMs({ terms, issuedAtMs }: StoredCoupon, returnedMs: number | undefined): number {
  const billedMs = terms.billDate === undefined ? issuedAtMs : startOfDay(terms.billDate)
  const fromMs = Math.max(Math.min(issuedAtMs, billedMs), returnedMs ?? 0)
  return fromMs - (fromMs % 1000)
}

/** What a till took off a line for a coupon. */
export type TillShare = Readonly<{ lineNo: number; couponCode: string; fen: number }>

type Combination = NonNullable<PricedUses['combination']>

/** A till's own split does not sum up. */
export type SplitMismatch = Readonly<{
  kind: 'split-mismatch'
  /** The coupon whose shares sum to another amount; undefined if a line costs less than nothing. */
  couponCode: string | undefined
  lineNo: number | undefined
  /** What the coupons take, by the rules. */
  ours: Combination
}>

type SplitCall = Readonly<{ basket: RedeemedBasket; split?: readonly TillShare[] | undefined }>

/**
 * Takes the till's own split in place of the computed one. Its shares must sum to what each coupon takes by the rules, and no line may cost
 * the member less than nothing.
 */
function takeTillSplit(priced: PricedUses, { basket, split }: SplitCall): PricedUses | SplitMismatch {
  const { combination } = priced
  if (split === undefined || combination === undefined || basket.amounts.kind !== 'lines') return priced
  const codes = new Set([...combination.codes, ...split.map(({ couponCode }) => couponCode)])
  const mismatch = { kind: 'split-mismatch', ours: combination } as const
  for (const couponCode of codes) {
    const sentFen = sumOf(split.filter((share) => share.couponCode === couponCode))
    if (sentFen !== (priced.amounts.get(couponCode)?.offFen ?? 0)) return { ...mismatch, couponCode, lineNo: undefined }
  }
  const insuredFen = new Map(basket.amounts.lines.map((line) => [line.lineNo, line.insuredFen ?? 0]))
  const lines = combination.lines.map((line) => {
    const byCoupon = sharesOf(split, line.lineNo)
    return { ...line, byCoupon, paidFen: line.paidFen + sumOf(line.byCoupon) - sumOf(byCoupon) }
  })
  const negative = lines.find(({ lineNo, paidFen }) => paidFen < (insuredFen.get(lineNo) ?? 0))
  if (negative !== undefined) return { ...mismatch, couponCode: undefined, lineNo: negative.lineNo }
  const own = { ...combination, lines }
  const amounts = new Map([...priced.amounts.keys()].map((code) => [code, amountsOf(code, own)]))
  return { ...priced, combination: own, amounts }
}

function sharesOf(split: readonly TillShare[], lineNo: number): readonly CouponShare[] {
  return split
    .filter((share) => share.lineNo === lineNo && share.fen > 0)
    .map(({ couponCode, fen }) => ({ code: couponCode, fen }))
}

function sumOf(shares: readonly Readonly<{ fen: number }>[]): number {
  return shares.reduce((sum, { fen }) => sum + fen, 0)
}
