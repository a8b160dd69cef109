/** Kinds of deviations. `order`: the same coupons in another order, or on other pages; `repeated`: a coupon more than once on a page. */
export const deviationClasses = [
  'missing',
  'extra',
  'repeated',
  'field',
  'total',
  'order',
  'error',
  'signature',
] as const

export type DeviationClass = (typeof deviationClasses)[number]

/** One difference in the meaning of two answers. */
export type Deviation = Readonly<{
  class: DeviationClass
  /** What differs, by wire name: the member of the coupon, or of the page. Empty where the class says it all. */
  name: string
  couponCode?: string | undefined
  /** What each side says; empty for nothing. */
  upstream: string
  ours: string
}>
