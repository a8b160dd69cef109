/** A template's rule for returns. */
export type ReturnPolicy = Readonly<{
  kind: 'same-code' | 'none'
  /** Added to the last usable day. */
  extendDays: number
  /** Most returns of one coupon; absent: unlimited. */
  maxCycles?: number | undefined
}>

/** The policy of coupons without a template: they return under their own code, without limit. */
export const defaultReturnPolicy: ReturnPolicy = { kind: 'same-code', extendDays: 0 }
