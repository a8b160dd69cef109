import type { erpCouponFields } from '@yaoquan/api'

export type CouponProperty = keyof typeof erpCouponFields

/** The texts of one coupon, by property name; blank ones are left out. */
export type CouponTexts = Partial<Record<CouponProperty, string>>

/** Why a row is not imported, without the row's own values: they may be a phone number. */
export type Reason = Readonly<{ zh: string; en: string }>

/** One row of the file, or why it cannot be one. `line` counts from 1, the header too. */
export type SourceRow =
  | Readonly<{ kind: 'row'; line: number; texts: CouponTexts }>
  | Readonly<{ kind: 'bad'; line: number; couponCode?: string | undefined; reason: Reason }>
