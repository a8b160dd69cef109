import type { RefundOfCoupon } from '@yaoquan/basket'
import type { StoredOrder } from '#domain/orders/order-store'
import {
  isAllBack,
  type ReturnedLine,
  refundedFen,
  restOfCoupon,
  returnedMilli,
  type Sale,
  type StoredRedemption,
} from '#domain/sales/sale'
import type { OrderNamed, SoldOrder } from '#domain/sales/sale-store'
import { load, type Reading } from './act.ts'
import { type CouponBack, couponBack, type SoldCoupon } from './give-back-coupon.ts'
import { type GoodsRefusal, priceReturn, type ReturnedGoods } from './price-return.ts'
import { couponsBySeq, order, redemption, redemptions, soldOrder, templateVersions } from './reads.ts'
import type { StoredCoupon, TemplateVersions } from './stored-coupon.ts'

export type AskedReturn = ReturnedGoods &
  Readonly<{
    /** The order of a redemption. The goods come back with the last coupon that is left on it. */
    order: OrderNamed
    nowMs: number
  }>

export type ReturnPlanRefusal =
  | GoodsRefusal
  | Readonly<{ kind: 'redemption-not-found' }>
  /** Which lines were sold, or what they cost with all coupons, is not known. */
  | Readonly<{ kind: 'lines-not-known' }>
  /** Only versions of the order redeemed coupons on it: its lines are those of the ERP, which refunds and changes them. */
  | Readonly<{ kind: 'redeemed-by-versions'; orderId: string }>

export type ReturnPlan = Readonly<{
  kind: 'plan'
  sale: Sale | undefined
  /** Refund of this return; undefined if not known. */
  refundFen: number | undefined
  /** The amount by which gifts that the customer keeps lower the refund. */
  heldBackFen: number
  lines: readonly ReturnedLine[]
  giftsBack: readonly string[]
  /** Coupons that were on the order. */
  coupons: readonly CouponBack[]
  /** Uses that had ended before without their coupons coming back. */
  ended: SoldOrder['ended']
}>

/** Whether the plan takes anything back. */
export function changesAnything({ lines, giftsBack, coupons }: Omit<ReturnPlan, 'kind'>): boolean {
  return lines.length > 0 || giftsBack.length > 0 || coupons.some(({ step }) => step !== undefined)
}

/** What a return must see. */
export type ReturnFacts = Readonly<{
  /** The redemption that names the order. */
  named: StoredRedemption | undefined
  sold: SoldOrder
  /** Redemptions of the sale, returned or not. */
  ofSale: Redemptions
  /** The order, where only its versions may have redeemed on it. */
  order: StoredOrder | undefined
  /** Coupons of all these redemptions, by number. */
  coupons: ReadonlyMap<number, StoredCoupon>
  versions: TemplateVersions
}>

/** Loads what a return must see: the order, its newest sale, and its coupons with their terms. */
export function* returnFacts({ order: named, lines }: Pick<AskedReturn, 'order' | 'lines'>): Reading<ReturnFacts> {
  const ofName = 'redemptionId' in named ? yield* load({ named: redemption(named.redemptionId) }) : noRedemption
  const { sold } = yield* load({ sold: soldOrder(named) })
  const sale = saleOf(sold, ofName.named)
  const { ofSale } = yield* load({ ofSale: redemptions(sale?.redemptionIds ?? []) })
  const first = sold.redemptions.find((one) => isOnOrder(sold, one))
  const isOfVersions = sale === undefined && lines !== undefined && first !== undefined
  const found = isOfVersions ? yield* load({ order: order(first.orderId) }) : noOrder
  const seqs = [...(ofName.named === undefined ? [] : [ofName.named]), ...sold.redemptions, ...ofSale]
  const { coupons } = yield* load({ coupons: couponsBySeq([...new Set(seqs.map(({ couponSeq }) => couponSeq))]) })
  const claimed = [...coupons.values()].map(({ terms, templateVersion }) => ({
    couponId: terms.couponId,
    templateVersion,
  }))
  const { versions } = yield* load({ versions: templateVersions(claimed) })
  return { ...ofName, sold, ofSale, ...found, coupons, versions }
}

const noRedemption = { named: undefined } as const
const noOrder = { order: undefined } as const

type Planning = Readonly<{ asked: AskedReturn; facts: ReturnFacts }>

type Refused = Readonly<{ kind: 'refused'; refusal: ReturnPlanRefusal }>

/** What a return does. */
export function planReturn(input: AskedReturn, facts: ReturnFacts): ReturnPlan | Refused {
  const { named, sold, ofSale } = facts
  const { lines } = input
  if (sold.redemptions.length === 0 || ('redemptionId' in input.order && named === undefined)) {
    return { kind: 'refused', refusal: { kind: 'redemption-not-found' } }
  }
  const planning = { asked: input, facts }
  const sale = saleOf(sold, named)
  const inUse = sold.redemptions.filter((one) => isOnOrder(sold, one))
  if (named?.returned !== undefined && lines === undefined) {
    return planOfCoupons(planning, { ...sold, sale, targets: [named] })
  }
  if (sale === undefined || !isWhole(sale, ofSale, sold)) {
    if (lines !== undefined) return { kind: 'refused', refusal: whyNotByLine(facts, { sale, inUse }) }
    const isLast = inUse.every(({ redemptionId }) => named === undefined || redemptionId === named.redemptionId)
    const back = sale === undefined || !isLast ? [] : leftLines(sale)
    return planOfCoupons(planning, { ...sold, sale, targets: named === undefined ? inUse : [named], lines: back })
  }
  const others = ofSale.filter((one) => one.redemptionId !== named?.redemptionId && isOnOrder(sold, one))
  if (named !== undefined && lines === undefined && others.length > 0) {
    return planOfCoupons(planning, { ...sold, sale, targets: [named] })
  }
  return planOfGoods(planning, sale, ofSale)
}

function whyNotByLine(
  { order: stored }: Pick<ReturnFacts, 'order'>,
  { sale, inUse }: Readonly<{ sale: Sale | undefined; inUse: Redemptions }>,
): ReturnPlanRefusal {
  const [first] = inUse
  const own = new Set(sale === undefined ? stored?.history.pricing?.own : [])
  const isOfVersions = first !== undefined && inUse.every(({ redemptionId }) => own.has(redemptionId))
  return isOfVersions ? { kind: 'redeemed-by-versions', orderId: first.orderId } : { kind: 'lines-not-known' }
}

/** The sale of the redemption that was named, or the newest of the order. */
function saleOf({ sales }: SoldOrder, named: StoredRedemption | undefined): Sale | undefined {
  if (named === undefined) return sales[0]
  return sales.find(({ redemptionIds }) => redemptionIds.includes(named.redemptionId))
}

/**
 * Whether it is known what all coupons took. A use that a till reports late, or that another took the place of, does not count although
 * its till took the money off. Goods of an order that was sold again are those of its newest sale.
 */
function isWhole({ redemptionIds, saleNo }: Sale, ofSale: Redemptions, sold: SoldOrder): boolean {
  const { sales, redemptions, hasLostUploads } = sold
  const isJoined = redemptions.every((one) => !isOnOrder(sold, one) || redemptionIds.includes(one.redemptionId))
  return isJoined && ofSale.length === redemptionIds.length && !hasLostUploads && sales[0]?.saleNo === saleNo
}

type Redemptions = readonly StoredRedemption[]

/** Whether a coupon was neither returned nor ended without coming back. */
function isOnOrder({ ended }: Pick<SoldOrder, 'ended'>, { redemptionId, returned }: StoredRedemption): boolean {
  return returned === undefined && !ended.has(redemptionId)
}

/** Everything that is left. What is refunded of it is not known. */
function leftLines(sale: Sale): readonly ReturnedLine[] {
  const returned = returnedMilli(sale)
  return sale.lines.flatMap(({ lineNo, quantityMilli }) => {
    const leftMilli = quantityMilli - (returned.get(lineNo) ?? 0)
    return leftMilli === 0 ? [] : [{ lineNo, quantityMilli: leftMilli, refundFen: undefined }]
  })
}

type WholeCoupons = Pick<SoldOrder, 'ended'> &
  Readonly<{
    /** All sales of the order: a coupon of an earlier one may have been taken back in part. */
    sales: readonly Sale[]
    sale: Sale | undefined
    targets: readonly StoredRedemption[]
    lines?: readonly ReturnedLine[]
  }>

/** Coupons come back whole, and goods as far as that is known, without amounts. */
function planOfCoupons(
  { asked, facts }: Planning,
  { sales, sale, targets, ended, lines = [] }: WholeCoupons,
): ReturnPlan {
  const coupons = targets.map((target) => {
    const takenBackFen = restOfCoupon(sales, target)
    return couponBack(facts.versions, soldCoupon(facts, target), { takenBackFen, nowMs: asked.nowMs })
  })
  const isOfSale = targets.every(({ redemptionId }) => sale?.redemptionIds.includes(redemptionId))
  const isKnown = sale !== undefined && isOfSale && lines.length === 0
  const refundFen = isKnown ? 0 : undefined
  const plan = { kind: 'plan', sale, refundFen, heldBackFen: 0, lines, giftsBack: [], coupons, ended } as const
  return sale !== undefined && changesAnything(plan) ? plan : { ...plan, coupons: coupons.map(asCounted) }
}

function soldCoupon({ coupons }: ReturnFacts, target: StoredRedemption): SoldCoupon {
  const coupon = coupons.get(target.couponSeq)
  if (coupon === undefined) throw new RangeError(`no coupon has the number ${target.couponSeq}`)
  return { redemption: target, coupon }
}

/** Where the return itself is not recorded, only a returned coupon takes less off. */
function asCounted(coupon: CouponBack): CouponBack {
  return coupon.step === undefined && coupon.takenBackFen !== undefined ? { ...coupon, takenBackFen: 0 } : coupon
}

/** Goods come back, with the coupons of which nothing is left. */
function planOfGoods({ asked, facts }: Planning, sale: Sale, ofSale: Redemptions): ReturnPlan | Refused {
  const { versions, sold } = facts
  const { ended } = sold
  const coupons = ofSale.map((one) => soldCoupon(facts, one))
  const priced = priceReturn(versions, { sale, coupons }, asked)
  if (priced.kind === 'refused') return priced
  const { refund, giftsBack } = priced
  const changed = new Map(refund.coupons.map((coupon) => [coupon.code, coupon]))
  const isLast = isAllBack({ lines: sale.lines, returns: [...sale.returns, { lines: refund.lines }] })
  const ending = { versions, sale, ended, isLast, nowMs: asked.nowMs }
  const backs = coupons.flatMap((one) =>
    one.redemption.returned === undefined ? [backOf(ending, one, changed.get(one.coupon.terms.couponCode))] : [],
  )
  return {
    kind: 'plan',
    sale,
    giftsBack,
    coupons: backs,
    ended,
    // A sale that was returned completely without amounts has nothing left to refund.
    refundFen: refundedFen(sale) === undefined ? undefined : refund.refundFen,
    heldBackFen: refund.heldBackFen,
    lines: refund.lines,
  }
}

type Ending = Readonly<{
  versions: TemplateVersions
  sale: Sale
  ended: SoldOrder['ended']
  /** All goods of the sale are back then. */
  isLast: boolean
  nowMs: number
}>

/**
 * A coupon that was redeemed on the order later, and took off only goods that had come back before, lowered what the rest refunds: it
 * comes back with the last of the goods.
 */
function backOf(
  { versions, sale, ended, isLast, nowMs }: Ending,
  sold: SoldCoupon,
  changed: RefundOfCoupon | undefined,
): CouponBack {
  const { redemption, coupon } = sold
  const restFen = restOfCoupon([sale], redemption) ?? 0
  const isFree = changed === undefined ? isLast && restFen > 0 : changed.outcome !== 'used'
  if (isFree) return couponBack(versions, sold, { takenBackFen: restFen, nowMs })
  const { redemptionId, shop } = redemption
  const { couponCode, endDate } = coupon.terms
  const outcome = ended.has(redemptionId) ? 'not_returned' : 'used'
  // Priced anew, a coupon may take more of what stays than before, once others take nothing.
  const takenBack = Math.min(changed?.takenBackFen ?? 0, restFen)
  return { redemptionId, couponCode, shop, endDate, outcome, takenBackFen: takenBack, step: undefined }
}
