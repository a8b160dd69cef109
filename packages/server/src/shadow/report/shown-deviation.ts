import { erpCouponFields, maskCard, maskPhone } from '@yaoquan/api'
import type { Deviation } from './deviation.ts'

/** A deviation as people may see it. */
export type ShownDeviation = Readonly<{ name: string; couponCode: string; upstream: string; ours: string }>

const { phone, cardNo, attribute } = erpCouponFields
const known: ReadonlySet<string> = new Set(Object.values(erpCouponFields).map(({ wire }) => wire))
const maxLength = 100

/**
 * The texts of a deviation with phones and cards masked. Attributes, and members that our definition lacks, may hold anything about a
 * person, so only their length is shown.
 */
export function shownDeviation({ class: kind, name, couponCode = '', upstream, ours }: Deviation): ShownDeviation {
  const show = (value: string) => (kind === 'field' ? shownValue(name, value) : value)
  const isCode = kind === 'missing' || kind === 'extra' || kind === 'order'
  const [theirs, own] = isCode ? [upstream, ours] : [show(upstream), show(ours)]
  return {
    name: /^[\w.-]{0,64}$/.test(name) ? name : '…',
    couponCode: short(couponCode),
    upstream: short(theirs),
    ours: short(own),
  }
}

function shownValue(name: string, value: string): string {
  if (value === '') return ''
  if (name === phone.wire) return value.includes('*') ? `${maskPhone(value)} (*)` : maskPhone(value)
  if (name === cardNo.wire) return value.includes('*') ? `${maskCard(value)} (*)` : maskCard(value)
  if (name === attribute.wire || !known.has(name)) return `(${value.length})`
  return value.replace(/(?<!\d)1\d{10}(?!\d)/g, maskPhone)
}

function short(text: string): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)}…`
}
