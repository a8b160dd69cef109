import {
  type ChainPolicy,
  defaultPolicy,
  type Refund,
  refundReturn,
  type Sale as SoldSale,
  type UnitsOfLine,
} from '@yaoquan/basket'
import { refundedFen, returnedMilli, type Sale } from '#domain/sales/sale'
import { readSplit } from '#domain/sales/sale-text'
import { offerOf } from '#domain/templates/offer-of-coupon'
import type { SoldCoupon } from './give-back-coupon.ts'
import { type TemplateVersions, termsOf } from './stored-coupon.ts'

export type ReturnedGoods = Readonly<{
  /** Undefined: everything that is left, and every gift. */
  lines: readonly UnitsOfLine[] | undefined
  /** Codes of gifts that are handed in. */
  giftsBack: readonly string[]
}>

/** Why units or gifts cannot come back. */
export type GoodsRefusal =
  | Readonly<{ kind: 'line-not-sold'; lineNo: number }>
  | Readonly<{ kind: 'more-than-left'; lineNo: number; askedMilli: number; leftMilli: number }>
  | Readonly<{ kind: 'gift-not-sold'; giftCode: string }>

export type PricedReturn = Readonly<{ kind: 'priced'; refund: Refund; giftsBack: readonly string[] }>

/**
 * What a return of goods of a sale refunds, by the basket engine.
 * @param coupons of the sale, returned or not
 */
export function priceReturn(
  versions: TemplateVersions,
  { sale, coupons }: Readonly<{ sale: Sale; coupons: readonly SoldCoupon[] }>,
  { lines, giftsBack }: ReturnedGoods,
): PricedReturn | Readonly<{ kind: 'refused'; refusal: GoodsRefusal }> {
  const sold = soldSale(versions, sale, coupons)
  const refusal = checkLines(sold, lines ?? [])
  if (refusal !== undefined) return { kind: 'refused', refusal }
  const gifts = sold.coupons.filter(({ offer }) => offer.kind === 'gift').map(({ code }) => code)
  const giftCode = giftsBack.find((code) => !gifts.includes(code))
  if (giftCode !== undefined) return { kind: 'refused', refusal: { kind: 'gift-not-sold', giftCode } }
  const handedIn = (lines === undefined ? gifts : giftsBack).filter((code) => !sold.giftsBack.includes(code))
  const answer = refundReturn(sold, { lines, giftsBack: handedIn })
  if (answer.kind === 'refused') throw new TypeError(`a return that was checked is refused: ${answer.fault.field}`)
  return { kind: 'priced', refund: answer.refund, giftsBack: handedIn }
}

function checkLines({ lines: sold }: SoldSale, requested: readonly UnitsOfLine[]): GoodsRefusal | undefined {
  for (const { lineNo, quantityMilli: askedMilli } of requested) {
    const line = sold.find((one) => one.lineNo === lineNo)
    if (line === undefined) return { kind: 'line-not-sold', lineNo }
    const leftMilli = line.quantityMilli - line.returnedMilli
    if (askedMilli > leftMilli) return { kind: 'more-than-left', lineNo, askedMilli, leftMilli }
  }
  return undefined
}

/** The sale as the engine takes it. Its coupons were judged when they were redeemed, so of the rules only those that price remain. */
function soldSale(versions: TemplateVersions, sale: Sale, coupons: readonly SoldCoupon[]): SoldSale {
  const returned = returnedMilli(sale)
  const shares = coupons.flatMap(({ coupon, redemption }) =>
    readSplit(redemption.amounts?.split ?? '').map((share) => ({ ...share, code: coupon.terms.couponCode })),
  )
  const sold = coupons.map(({ coupon: { terms, templateVersion } }) => {
    const template = termsOf(versions, { couponId: terms.couponId, templateVersion })
    return { code: terms.couponCode, templateId: template?.couponId, offer: offerOf(terms, template) }
  })
  return {
    lines: sale.lines.map((line) => ({
      ...line,
      byCoupon: shares.filter(({ lineNo }) => lineNo === line.lineNo).map(({ code, fen }) => ({ code, fen })),
      returnedMilli: returned.get(line.lineNo) ?? 0,
    })),
    coupons: sold,
    policy: { ...pricingPolicy, ...sale.rules },
    refundedFen: refundedFen(sale) ?? sale.paidFen,
    giftsBack: sale.returns.flatMap(({ giftsBack }) => giftsBack),
  }
}

const pricingPolicy: ChainPolicy = { ...defaultPolicy, maxPerOrder: 20 }
