import { type DeviationClass, erpCouponFields, maskCard, maskPhone, syncOrder } from '@yaoquan/api'
import { longNumber, maskNumbers } from '#shadow/run/mask-numbers'

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
const formAspects = ['encoding', 'members', 'types', 'spacing'] as const

export type FormAspect = (typeof formAspects)[number]

/** What tells kinds of deviations apart. */
type DeviationParts = Pick<Deviation, 'class' | 'name' | 'upstream' | 'ours'>

const { success, outcome, errorCode, coupons } = syncOrder.response.result.fields
const ofCoupon = coupons.item.fields
/** Members of an answer to a write that are one word of a few. */
const codesOfWrites: ReadonlySet<string> = new Set([
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

/** A deviation as people may see it. */
type ShownDeviation = Readonly<{ name: string; couponCode: string; upstream: string; ours: string }>

const { phone, cardNo, attribute } = erpCouponFields
const { orderId } = syncOrder.response.result.fields
const known: ReadonlySet<string> = new Set(Object.values(erpCouponFields).map(({ wire }) => wire))
const aspects: ReadonlySet<string> = new Set(formAspects)
const maxLength = 100

/**
 * The texts of a deviation with phones and cards masked, and every other run of seven digits or more, except in codes of coupons. Attributes,
 * and members that our definition lacks, may hold anything about a person, so only their length is shown; of an error code that looks like
 * none, nothing.
 */
export function shownDeviation({ class: kind, name, couponCode = '', upstream, ours }: Deviation): ShownDeviation {
  const show = showing[kind]
  return {
    name: /^[\w.-]{0,64}$/.test(name) && !longNumber.test(name) ? name : '…',
    couponCode: short(shownCode(couponCode)),
    upstream: short(show(upstream, name)),
    ours: short(show(ours, name)),
  }
}

const showing: Readonly<Record<Deviation['class'], (value: string, name: string) => string>> = {
  missing: shownCode,
  extra: shownCode,
  repeated: maskNumbers,
  order: (codes) => codes.split(' ').map(shownCode).join(' '),
  field: shownValue,
  total: maskNumbers,
  form: (value, name) => (aspects.has(name) ? maskNumbers(value) : shownValue(value, name)),
  error: shownErrorCode,
  signature: shownErrorCode,
  later: () => '',
  write: shownOfWrite,
  learning: (value, name) => shownValue(value, name.split('.').at(-1) ?? ''),
}

/** The code of a coupon, which people need in order to find it; a phone in its place is masked. */
export function shownCode(code: string): string {
  return mobile.test(code.replaceAll(/[\s().+-]/g, '')) ? maskCard(code) : code
}

const mobile = /^(?:0?0?86)?1[3-9]\d{9}$/

function shownErrorCode(code: string): string {
  return code === '' || (/^[\w.:-]{1,64}$/.test(code) && !longNumber.test(code)) ? code : '…'
}

function shownOfWrite(value: string, name: string): string {
  if (codesOfWrites.has(name)) return shownErrorCode(value)
  return name === orderId.wire ? maskNumbers(value) : shownValue(value, '')
}

function shownValue(value: string, name: string): string {
  if (value === '') return ''
  if (name === phone.wire) return value.includes('*') ? `${maskPhone(value)} (*)` : maskPhone(value)
  if (name === cardNo.wire) return value.includes('*') ? `${maskCard(value)} (*)` : maskCard(value)
  if (name === attribute.wire || !known.has(name)) return `(${value.length})`
  return /^\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}:\d{2})?$/.test(value) ? value : maskNumbers(value)
}

function short(text: string): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)}…`
}
