import { erpCouponFields } from '@yaoquan/api'
import type { IssuedState } from '#domain/coupon/coupon'
import { type BrokenRule, type RawCoupon, type RawCouponField, readForeignDraft } from '#domain/coupon/coupon-draft'
import type { CouponDraft } from '#domain/coupon/coupon-store'
import type { Deviation } from '#shadow/report/deviation'

/** Members of a coupon of an answer by wire name, without blank ones. */
export type CouponMembers = ReadonlyMap<string, string>

/** What becomes of a coupon of an answer. */
export type ReadLearned = Readonly<{
  /** Undefined for one that is not learned. */
  draft: CouponDraft | undefined
  findings: readonly Deviation[]
}>

export type LearnedFrom = Readonly<{
  sellerId: string
  /** Whether a coupon that names no seller is of this one. */
  isSellerSure: boolean
  /** Undefined for a status that no person has mapped. */
  stateOf: (status: string) => IssuedState | undefined
  /** What the call asked for in full, which tells a masked number of its answer. */
  asked: Readonly<{ phone?: string | undefined; cardNo?: string | undefined }>
}>

const { status, sellerId: sellerField, phone, cardNo, couponCode } = erpCouponFields
const wires: ReadonlyMap<string, string> = new Map(
  Object.entries(erpCouponFields).map(([name, { wire }]) => [name, wire]),
)
/** Numbers that are left out where they cannot name a member. */
const ofMembers: ReadonlySet<RawCouponField> = new Set(['phone', 'cardNo'])
/** Terms that only make a coupon worth less where they break their rule, so they are kept as they stand. */
const keptFields: ReadonlySet<RawCouponField> = new Set(['shop', 'category', 'endDate'])
/** Columns of texts that are kept although they break a rule. */
const maxKeptLength = 1024

/**
 * Reads a coupon of an answer. It is not learned if a term cannot be stored: without that term the coupon could be worth more here
 * than it is there. A number that is masked, and that the call does not tell, is left out.
 */
export function readLearned(
  coupon: CouponMembers,
  { sellerId, isSellerSure, stateOf, asked }: LearnedFrom,
): ReadLearned {
  const code = coupon.get(couponCode.wire)
  const finding = (name: string, wire: string): Deviation => {
    return { class: 'learning', name, couponCode: code, upstream: coupon.get(wire) ?? '', ours: '' }
  }
  if ((coupon.get(sellerField.wire) ?? (isSellerSure ? sellerId : undefined)) !== sellerId) {
    return { draft: undefined, findings: [{ ...finding('seller', couponCode.wire), upstream: '' }] }
  }
  const state = stateOf(coupon.get(status.wire) ?? '')
  if (state === undefined) return { draft: undefined, findings: [finding(status.wire, status.wire)] }
  const { draft, broken } = readForeignDraft(rawOf(coupon, asked))
  const isKept = ({ field }: BrokenRule) => ofMembers.has(field) || canBeKept(draft, field)
  const unreadable = broken.filter((rule) => !isKept(rule))
  if (unreadable.length > 0) {
    return { draft: undefined, findings: unreadable.map(({ field }) => finding(...named('unreadable', field))) }
  }
  const leftOut = new Set(broken.map(({ field }) => field).filter((field) => ofMembers.has(field)))
  const terms = {
    ...draft.terms,
    phone: leftOut.has('phone') ? undefined : draft.terms.phone,
    cardNo: leftOut.has('cardNo') ? undefined : draft.terms.cardNo,
  }
  const findings = broken.map(({ field }) => finding(...named(leftOut.has(field) ? 'left-out' : 'refused', field)))
  return { draft: { terms, state }, findings }
}

function named(why: string, field: RawCouponField): [name: string, wire: string] {
  const wire = wires.get(field) ?? field
  return [`${why}.${wire}`, wire]
}

function canBeKept({ terms }: CouponDraft, field: RawCouponField): boolean {
  if (!keptFields.has(field)) return false
  const kept = { shop: terms.shop, category: terms.category, endDate: terms.endDate }
  const text = Object.entries(kept).find(([name]) => name === field)?.[1]
  return text !== undefined && text.length <= maxKeptLength && text.isWellFormed()
}

function rawOf(coupon: CouponMembers, asked: LearnedFrom['asked']): RawCoupon {
  const texts = Object.entries(erpCouponFields)
    .filter(([, { wire }]) => wire !== status.wire && wire !== sellerField.wire)
    .map(([name, { wire }]) => [name, dayAlone(coupon.get(wire))] as const)
  const raw: RawCoupon = Object.fromEntries(texts)
  return {
    ...raw,
    phone: unmasked(coupon.get(phone.wire), asked.phone),
    cardNo: unmasked(coupon.get(cardNo.wire), asked.cardNo),
  }
}

/** A day with the time of its beginning or end is that day. */
function dayAlone(text: string | undefined): string | undefined {
  return /^(\d{4}-\d\d-\d\d)[ T](?:00:00:00|23:59:59)$/.exec(text ?? '')?.[1] ?? text
}

/** The number that a call asked for, where the answer shows it masked. */
function unmasked(shown: string | undefined, asked: string | undefined): string | undefined {
  if (shown === undefined || asked === undefined) return shown
  const parts = shown.normalize('NFKC').split(/\*+/)
  if (parts.length < 2) return shown
  const [first = '', last = ''] = [parts.at(0), parts.at(-1)]
  const isMask = parts.length === 2 && asked.length > first.length + last.length
  return isMask && asked.startsWith(first) && asked.endsWith(last) ? asked : shown
}
