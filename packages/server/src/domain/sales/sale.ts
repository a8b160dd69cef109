import type { BasketLine, ChainPolicy, UnitsOfLine } from '@yaoquan/basket'
import type { Redemption } from '#domain/coupon/coupon'

/**
 * A line of an order as it is kept for returns: what pricing it again needs, and nothing that a till writes in its own words. Whether it
 * is discountable is decided by the rules of the day on which it was redeemed.
 */
export type SaleLine = Pick<
  BasketLine,
  'lineNo' | 'goodsId' | 'categories' | 'quantityMilli' | 'amountFen' | 'insuredFen' | 'isDiscountable' | 'tags'
>

/** The rules of the seller that pricing the lines again needs besides. */
export type SaleRules = Pick<ChainPolicy, 'thresholdBase' | 'insured'>

/** The lines that coupons were redeemed on. */
export type SoldLines = Readonly<{
  lines: readonly SaleLine[]
  rules: SaleRules
}>

/** What a return refunded of a line; undefined if that is not known. */
export type ReturnedLine = UnitsOfLine & Readonly<{ refundFen: number | undefined }>

/**
 * What became of a coupon by a return: it stays used, came back to the member, or does not come back although nothing that it reduced is
 * left.
 */
export type ReturnOutcome = 'used' | 'returned' | 'not_returned'

/** What a return took back of a coupon. */
export type ReturnedCoupon = Readonly<{
  redemptionId: string
  couponCode: string
  /** What it does not take any more of the order. */
  takenBackFen: number
  outcome: ReturnOutcome
}>

/** One return of goods, or of one coupon only. */
export type SaleReturn = Readonly<{
  atMs: number
  /** Refund to the member; undefined if it is not known what other coupons took off the order. */
  refundFen: number | undefined
  lines: readonly ReturnedLine[]
  coupons: readonly ReturnedCoupon[]
  /** Codes of gifts that were handed in. */
  giftsBack: readonly string[]
}>

/** A sale: the lines that coupons were redeemed on, and what came back of them. An order has another one after all of it came back. */
export type Sale = SoldLines &
  Readonly<{
    /** The stored form of the order's id. */
    orderForm: string
    /** Shop of the first redemption. */
    shop: string | undefined
    /** Number within the order, from 1. */
    saleNo: number
    /** What the member paid, with all coupons and without the part of insurance. */
    paidFen: number
    redemptionIds: readonly string[]
    /** Returns in order. */
    returns: readonly SaleReturn[]
    /** Grows with each change; a change counts only if nobody else made one in between. */
    version: number
  }>

/** Lines that came back, by return. */
type ReturnsOfLines = Readonly<{ returns: readonly Pick<SaleReturn, 'lines'>[] }>

/** How many thousandths of each line came back so far; lines of which nothing did are not in it. */
export function returnedMilli({ returns }: ReturnsOfLines): ReadonlyMap<number, number> {
  return new Map(returnedByLine({ returns }).map(({ lineNo, quantityMilli }) => [lineNo, quantityMilli]))
}

/** What came back so far, by line. */
export function returnedByLine({ returns }: ReturnsOfLines): readonly ReturnedLine[] {
  const lines = Map.groupBy(
    returns.flatMap((one) => one.lines),
    ({ lineNo }) => lineNo,
  )
  return [...lines].map(([lineNo, units]) => ({
    lineNo,
    quantityMilli: units.reduce((sum, { quantityMilli }) => sum + quantityMilli, 0),
    refundFen: sumOfKnown(units),
  }))
}

/** Whether all of its goods came back. */
export function isAllBack({ lines, returns }: Pick<Sale, 'lines'> & ReturnsOfLines): boolean {
  const returned = returnedMilli({ returns })
  return lines.every(({ lineNo, quantityMilli }) => returned.get(lineNo) === quantityMilli)
}

/** What returns so far took back of the coupon of a redemption. */
export function takenBackFen({ returns }: Pick<Sale, 'returns'>, redemptionId: string): number {
  return returns
    .flatMap(({ coupons }) => coupons)
    .reduce((sum, coupon) => (coupon.redemptionId === redemptionId ? sum + coupon.takenBackFen : sum), 0)
}

/** Redemptions of which nothing is left by the returns, and whose coupons do not come back. */
export function endedByReturns(returns: readonly Pick<SaleReturn, 'coupons'>[]): readonly string[] {
  const coupons = returns.flatMap((one) => one.coupons)
  return coupons.filter(({ outcome }) => outcome === 'not_returned').map(({ redemptionId }) => redemptionId)
}

/**
 * What returns so far left of what a coupon took.
 * @param sales of its order
 * @returns fen; undefined if it is not known what it took
 */
export function restOfCoupon(
  sales: readonly Pick<Sale, 'returns'>[],
  { redemptionId, amounts }: Pick<StoredRedemption, 'redemptionId' | 'amounts'>,
): number | undefined {
  return amounts && sales.reduce((left, sale) => left - takenBackFen(sale, redemptionId), amounts.offFen)
}

/** What returns so far refunded; undefined if that is not known of one of them. */
export function refundedFen({ returns }: Pick<Sale, 'returns'>): number | undefined {
  return sumOfKnown(returns)
}

function sumOfKnown(refunds: readonly Readonly<{ refundFen: number | undefined }>[]): number | undefined {
  const known = refunds.map(({ refundFen }) => refundFen).filter((fen) => fen !== undefined)
  return known.length === refunds.length ? known.reduce((sum, fen) => sum + fen, 0) : undefined
}

/** What a coupon took off its order. */
export type RedeemedAmounts = Readonly<{
  offFen: number
  /** What it took of each line, as `splitText` writes it. */
  split: string
}>

/** A redemption, with what it took if that is known. */
export type NewRedemption = Redemption & Readonly<{ amounts: RedeemedAmounts | undefined }>

/** A redemption with its coupon, and its return, if it was returned. It is stored permanently. */
export type StoredRedemption = NewRedemption &
  Readonly<{ couponSeq: number; returned: Readonly<{ atMs: number; reason: string }> | undefined }>
