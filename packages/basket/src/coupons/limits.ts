import type { BasketCoupon } from '../model/coupon.ts'

/** Something of which an order may have few: coupons of a group, percent coupons, coupons of a template. */
export type Limit = Readonly<{
  kind: 'group' | 'percent' | 'template'
  /** Which group or template; coupons with one key share the limit. */
  key: string
  /** Most coupons of the key beside this one and with it. */
  most: number
}>

/** The limits that a coupon brings along. Each of the coupons that share a key must allow their number. */
export function limitsOf({ templateId, offer }: BasketCoupon): readonly Limit[] {
  return [
    ...(offer.group === undefined ? [] : [{ kind: 'group' as const, key: `group ${offer.group}`, most: 1 }]),
    ...(offer.kind === 'percent' ? [{ kind: 'percent' as const, key: 'percent', most: 1 }] : []),
    ...(templateId === undefined
      ? []
      : [{ kind: 'template' as const, key: `template ${templateId}`, most: offer.perOrder ?? 1 }]),
  ]
}
