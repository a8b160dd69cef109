import type { erpCouponFields } from '@yaoquan/api'

export type CouponProperty = keyof typeof erpCouponFields

/** The texts of one coupon by property name. Blank ones are left out. */
export type CouponTexts = Partial<Record<CouponProperty, string>>

/** Why a row is not imported. Contains no values of the row, since one may be a phone number. */
export type Reason = Readonly<{ zh: string; en: string }>

/** A row of the file, or why it is unusable. `line` counts from 1 and includes the header. */
export type SourceRow =
  | Readonly<{ kind: 'row'; line: number; texts: CouponTexts }>
  | Readonly<{ kind: 'bad'; line: number; couponCode?: string | undefined; reason: Reason }>
