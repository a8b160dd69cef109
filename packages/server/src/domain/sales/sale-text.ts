import type { LineShare } from '@yaoquan/basket'
import type { ReturnedCoupon, ReturnedLine, SaleLine } from './sale.ts'
import type { CouponInReturn } from './sale-store.ts'

/**
 * Lines of a sale as they are stored: JSON arrays of number, thousandths, fen, insured fen, whether discountable (0 or 1), id of the goods
 * or null, categories, tags.
 */
export function saleLinesText(lines: readonly SaleLine[]): string {
  return JSON.stringify(
    lines.map(({ lineNo, quantityMilli, amountFen, insuredFen = 0, isDiscountable = true, goodsId, ...names }) => {
      const { categories, tags = [] } = names
      return [lineNo, quantityMilli, amountFen, insuredFen, isDiscountable ? 1 : 0, goodsId ?? null, categories, tags]
    }),
  )
}

/** Reads what `saleLinesText` wrote. */
export function readSaleLines(text: string): readonly SaleLine[] {
  const lines: readonly StoredLine[] = JSON.parse(text)
  return lines.map(([lineNo, quantityMilli, amountFen, insuredFen, isDiscountable, goodsId, categories, tags]) => {
    return {
      lineNo,
      quantityMilli,
      amountFen,
      insuredFen,
      categories,
      tags,
      isDiscountable: isDiscountable === 1,
      goodsId: goodsId ?? undefined,
    }
  })
}

type StoredLine = readonly [number, number, number, number, 0 | 1, string | null, readonly string[], readonly string[]]

/** Lines that came back as they are stored: JSON arrays of number, thousandths, refunded fen or null. */
export function returnedLinesText(lines: readonly ReturnedLine[]): string {
  return JSON.stringify(lines.map(({ lineNo, quantityMilli, refundFen }) => [lineNo, quantityMilli, refundFen ?? null]))
}

/** Reads what `returnedLinesText` wrote. */
export function readReturnedLines(text: string): readonly ReturnedLine[] {
  const lines: readonly (readonly [number, number, number | null])[] = JSON.parse(text)
  return lines.map(([lineNo, quantityMilli, refundFen]) => ({
    lineNo,
    quantityMilli,
    refundFen: refundFen ?? undefined,
  }))
}

/** Coupons of a return as they are stored: JSON arrays of redemption, code, fen taken back, outcome. */
export function returnedCouponsText(coupons: readonly ReturnedCoupon[]): string {
  return JSON.stringify(
    coupons.map(({ redemptionId, couponCode, takenBackFen, outcome }) => [
      redemptionId,
      couponCode,
      takenBackFen,
      outcome,
    ]),
  )
}

/** Reads what `returnedCouponsText` wrote. */
export function readReturnedCoupons(text: string): readonly ReturnedCoupon[] {
  const coupons: readonly (readonly [string, string, number, ReturnedCoupon['outcome']])[] = JSON.parse(text)
  return coupons.map(([redemptionId, couponCode, takenBackFen, outcome]) => {
    return { redemptionId, couponCode, takenBackFen, outcome }
  })
}

/** A return in its event: JSON with the names of the wire. @param orderForm the stored form of the order's id */
export function returnText({ orderForm, reason, refundFen, lines, coupons, giftsBack }: ReturnInEvent): string {
  return JSON.stringify({
    order_id: orderForm,
    refund_fen: refundFen,
    lines: lines.map((line) => ({
      line_no: line.lineNo,
      quantity_milli: line.quantityMilli,
      refund_fen: line.refundFen,
    })),
    coupons: coupons.map(({ couponCode, redemptionId, shop, takenBackFen, outcome }) => {
      return { coupon_code: couponCode, redemption_id: redemptionId, shop, off_fen: takenBackFen, outcome }
    }),
    gifts_back: giftsBack.length === 0 ? undefined : giftsBack,
    reason,
  })
}

type ReturnInEvent = Readonly<{
  orderForm: string
  reason: string
  refundFen: number | undefined
  lines: readonly ReturnedLine[]
  coupons: readonly CouponInReturn[]
  giftsBack: readonly string[]
}>

/** Reads the coupons of a return. @param text as `returnText` wrote it */
export function readCouponsOfReturn(text: string): readonly Omit<CouponInReturn, 'redemptionId'>[] {
  const { coupons }: Readonly<{ coupons: readonly CouponMembers[] }> = JSON.parse(text)
  return coupons.map(({ coupon_code: couponCode, shop, off_fen: takenBackFen, outcome }) => {
    return { couponCode, shop, takenBackFen, outcome }
  })
}

type CouponMembers = Readonly<{
  coupon_code: string
  shop?: string
  off_fen: number
  outcome: CouponInReturn['outcome']
}>

/** What a coupon took of each line, as `1:3000,2:2000`: the line's number and fen. */
export function splitText(byLine: readonly LineShare[]): string {
  return byLine.map(({ lineNo, fen }) => `${lineNo}:${fen}`).join(',')
}

/** Reads what `splitText` wrote. @throws TypeError for anything else */
export function readSplit(text: string): readonly LineShare[] {
  if (text === '') return []
  return text.split(',').map((share) => {
    const parts = /^(\d{1,15}):(\d{1,15})$/.exec(share)
    if (parts === null) throw new TypeError('no split over lines')
    return { lineNo: Number(parts[1]), fen: Number(parts[2]) }
  })
}
