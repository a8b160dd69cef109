/** What a template says of returns. */
export type ReturnPolicy = Readonly<{
  kind: 'same-code' | 'none'
  /** Added to the last usable day. */
  extendDays: number
  /** Most returns of one coupon; absent: as often as wanted. */
  maxCycles?: number | undefined
}>

/** Of coupons without a template of ours: they come back under their own code, as often as wanted. */
export const defaultReturnPolicy: ReturnPolicy = { kind: 'same-code', extendDays: 0 }
