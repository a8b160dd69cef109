import type { Basket, BasketLine } from '../model/basket.ts'
import type { BasketCoupon, Benefit, Offer, OfferTerms } from '../model/coupon.ts'

/** 2026-11-25 10:00 GMT+8, a Wednesday. */
export const wednesdayMs = Date.UTC(2026, 10, 25, 2)

/** Lines with amounts in yuan, numbered from 1. */
export function basketOf(...lines: readonly (number | (Partial<BasketLine> & Readonly<{ yuan: number }>))[]): Basket {
  return {
    atMs: wednesdayMs,
    lines: lines.map((line, index) => {
      const { yuan, ...rest } = typeof line === 'number' ? { yuan: line } : line
      const amountFen = fen(yuan)
      return { lineNo: index + 1, categories: [], quantityMilli: 1_000, amountFen, ...rest }
    }),
  }
}

/** A coupon for everyone and everything; `terms` replaces what is different. */
export function couponOf(code: string, benefit: Benefit, terms: Partial<OfferTerms> = {}): BasketCoupon {
  return { code, state: { kind: 'unused' }, offer: offerOf(benefit, terms) }
}

export function offerOf(benefit: Benefit, terms: Partial<OfferTerms> = {}): Offer {
  return {
    thresholdFen: 0,
    scope: { include: {}, exclude: {} },
    shops: [],
    channels: [],
    windows: [],
    who: {},
    layer: 0,
    isAlone: false,
    returns: { split: 'keep', coupon: 'same_code' },
    ...terms,
    ...benefit,
  }
}

/** 满 threshold 减 amount, in yuan. */
export function off(
  code: string,
  [thresholdYuan, amountYuan]: readonly [number, number],
  terms: Partial<OfferTerms> = {},
): BasketCoupon {
  return couponOf(code, { kind: 'off', amountFen: fen(amountYuan) }, { thresholdFen: fen(thresholdYuan), ...terms })
}

export function percent(code: string, percentToPay: number, terms: Partial<OfferTerms> & { capFen?: number } = {}) {
  const { capFen, ...rest } = terms
  return couponOf(code, { kind: 'percent', percentToPay, capFen }, rest)
}

/** Goods of categories. */
export function inCategories(...categories: readonly string[]): Pick<OfferTerms, 'scope'> {
  return { scope: { include: { categories }, exclude: {} } }
}

export function fen(yuan: number): number {
  return Math.round(yuan * 100)
}
