import { type DeviationClass, erpCouponFields, syncOrder } from '@yaoquan/api'

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

/** What of an answer is written otherwise, where no value of a member is. */
export const formAspects = ['encoding', 'members', 'types', 'spacing'] as const

export type FormAspect = (typeof formAspects)[number]

/** What tells kinds of deviations apart. */
export type DeviationParts = Pick<Deviation, 'class' | 'name' | 'upstream' | 'ours'>

const { success, outcome, errorCode, coupons } = syncOrder.response.result.fields
const ofCoupon = coupons.item.fields
/** Members of an answer to a write that are one word of a few. */
export const codesOfWrites: ReadonlySet<string> = new Set([
  ...[success, outcome, errorCode].map(({ wire }) => wire),
  ...[ofCoupon.outcome, ofCoupon.errorCode, ofCoupon.reconciles].map(({ wire }) => `${coupons.wire}.${wire}`),
])

/** For members of few values, which values stand against each other says more than that they differ. */
const { status } = erpCouponFields
const namesWithFewValues: ReadonlySet<string> = new Set([status.wire, `own.${status.wire}`, ...codesOfWrites])

/**
 * The kind of a deviation as people write it: `missing`, `field:end_date`, `field:status:1/0`, `error:40/-`. It has no blank and nothing that
 * a shell reads as a sign.
 */
export function kindOf({ class: ofClass, name, upstream, ours }: DeviationParts): string {
  const tellsValues = ofClass === 'error' || ofClass === 'signature' || namesWithFewValues.has(name)
  const values = tellsValues ? [[upstream, ours].map(plainValue).join('/')] : []
  return [ofClass, ...(name === '' ? [] : [name]), ...values].join(':')
}

function plainValue(value: string): string {
  return value === '' ? '-' : value.replaceAll(/[^\p{L}\p{N}_.:*-]/gu, '_')
}

/** Whether a kind is one that a person named: itself, or all that begin with it, such as `field`. */
export function isOfKind(kind: string, named: string): boolean {
  return kind === named || kind.startsWith(`${named}:`)
}
