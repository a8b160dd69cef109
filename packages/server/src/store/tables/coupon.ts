import { numberOf, textOf } from '#database/record'
import { keyedBy } from '#database/shared-statements'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'
import type { Coupon, CouponState, CouponTerms, IssuedState } from '#domain/coupon/coupon'
import type { CouponDraft } from '#domain/coupon/coupon-store'
import { compareDays, type DateText, dayOf } from '#domain/dates'
import type { CouponLifecycle } from '#domain/events/lifecycle-text'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'

/**
 * The terms of a coupon, but its code. Phone, card and attribute are named by their numbers in `member_phone`, `member_card`
 * and `sealed_text`.
 */
export const termColumns = [
  'channel',
  'card_ref',
  'coupon_id',
  'coupon_name',
  'coupon_amount',
  'order_amount',
  'start_date',
  'end_date',
  'bill_date',
  'description',
  'shop',
  'category',
  'attribute_ref',
  'phone_ref',
] as const

/** What a page shows comes first: see the schema. */
export const couponTable = defineTable({
  name: 'coupon',
  key: ['seller_id', 'seq'],
  columns: [
    'seq',
    'coupon_code',
    'state_code',
    'hold_until_ms',
    'hold_order',
    ...termColumns,
    'seller_id',
    'channel_seq',
    'version',
    'issued_at_ms',
    'return_count',
    'template_version',
    'used_order',
    'used_at_ms',
    'used_shop',
    'redemption_id',
    'issued_state',
    'issued_end_date',
    'issued_event_seq',
    'expiry_due',
  ],
})

/** What a page shows. */
export const pageCoupon = select(['seq', 'coupon_code', 'state_code', 'hold_until_ms', 'hold_order', ...termColumns])
/** All columns. They begin with those of `pageCoupon`, so `pageCoupon.at` holds for these rows too. */
export const storedCoupon = select(couponTable.columns)

const { at } = storedCoupon

/** Positions of order ids, which may be encrypted; rows of `pageCoupon` end before the second. */
export const orderPlaces: readonly number[] = [at.hold_order, at.used_order]

/** What is sealed of a coupon, opened. */
export type OpenTerms = Pick<CouponTerms, 'phone' | 'cardNo' | 'attribute'>

/** Decodes a row of `pageCoupon` or `storedCoupon`. @throws Error for a state that was never written */
export function couponOfRow(sellerId: string, row: SqlRow, open: OpenTerms): Coupon {
  return { sellerId, seq: Number(row[at.seq]), terms: termsOfRow(row, open), state: stateOfRow(row) }
}

/** The code of a row of `pageCoupon` or `storedCoupon`. */
export function codeOfRow(row: SqlRow): string {
  return String(row[at.coupon_code])
}

/** The number of the coupon's phone in a row of `pageCoupon` or `storedCoupon`, if it has one. */
export function phoneRefOfRow(row: SqlRow): number | undefined {
  return numberOf(row[at.phone_ref])
}

/** The number of the coupon's card, if it has one. */
export function cardRefOfRow(row: SqlRow): number | undefined {
  return numberOf(row[at.card_ref])
}

/** The number of the coupon's attribute, if it has one. */
export function attributeRefOfRow(row: SqlRow): number | undefined {
  return numberOf(row[at.attribute_ref])
}

function termsOfRow(row: SqlRow, { phone, cardNo, attribute }: OpenTerms): CouponTerms {
  const channel = row[at.channel]
  return {
    couponCode: codeOfRow(row),
    couponId: textOf(row[at.coupon_id]),
    couponName: textOf(row[at.coupon_name]),
    channel: channel === '' ? undefined : textOf(channel),
    phone,
    cardNo,
    couponAmountFen: numberOf(row[at.coupon_amount]),
    orderAmountFen: numberOf(row[at.order_amount]),
    startDate: textOf(row[at.start_date]),
    endDate: textOf(row[at.end_date]),
    billDate: textOf(row[at.bill_date]),
    description: textOf(row[at.description]),
    shop: textOf(row[at.shop]),
    category: textOf(row[at.category]),
    attribute,
  }
}

/** Codes as on the wire, where expiry would be 2. */
export const stateCodes = { unused: 0, used: 1, void: 3, held: 4 } as const satisfies Record<
  CouponState['kind'],
  number
>

const unused: CouponState = { kind: 'unused' }
const used: CouponState = { kind: 'used' }
const voided: CouponState = { kind: 'void' }

function stateOfRow(row: SqlRow): CouponState {
  const code = row[at.state_code]
  switch (code) {
    case stateCodes.unused:
      return unused
    case stateCodes.used:
      return used
    case stateCodes.void:
      return voided
    case stateCodes.held:
      return { kind: 'held', orderId: String(row[at.hold_order]), untilMs: Number(row[at.hold_until_ms]) }
    default:
      throw new Error(`a coupon row of unknown state ${code}`)
  }
}

/** Whether `couponOfRow` knows the state of a row. */
export function hasKnownState(row: SqlRow): boolean {
  return Object.values<unknown>(stateCodes).includes(row[at.state_code])
}

/** Decodes a row of `storedCoupon`. @param open left out where phone, card and attribute are not needed */
export function storedCouponOfRow(row: SqlRow, open: OpenTerms = noTerms): StoredCoupon {
  const coupon = couponOfRow(String(row[at.seller_id]), row, open)
  return {
    ...coupon,
    state: withRedemption(coupon.state, row),
    version: Number(row[at.version]),
    issuedAtMs: Number(row[at.issued_at_ms]),
    returnCount: Number(row[at.return_count]),
    templateVersion: numberOf(row[at.template_version]),
  }
}

const noTerms: OpenTerms = { phone: undefined, cardNo: undefined, attribute: undefined }

function withRedemption(state: CouponState, row: SqlRow): CouponState {
  const redemptionId = textOf(row[at.redemption_id])
  if (state.kind !== 'used' || redemptionId === undefined) return state
  const [orderId, atMs] = [String(row[at.used_order]), Number(row[at.used_at_ms])]
  return { kind: 'used', redemption: { redemptionId, orderId, atMs, shop: textOf(row[at.used_shop]) } }
}

/** A coupon with the last day that it was issued with, of a row of `storedCoupon`: a return or an extension may have moved it since. */
export function couponAsIssuedOfRow(row: SqlRow, open: OpenTerms): StoredCoupon {
  const coupon = storedCouponOfRow(row, open)
  return { ...coupon, terms: { ...coupon.terms, endDate: issuedLifecycleOfRow(row).endDate } }
}

/** The lifecycle of a coupon at its issue, of a row of `storedCoupon`. */
export function issuedLifecycleOfRow(row: SqlRow): CouponLifecycle {
  return {
    state: issuedStateOf(row[at.issued_state]),
    endDate: textOf(row[at.issued_end_date] ?? row[at.end_date]),
    returnCount: 0,
  }
}

export function issuedStateOf(code: SqlValue | undefined): IssuedState {
  if (code === stateCodes.used) return { kind: 'used' }
  return code === stateCodes.void ? { kind: 'void' } : { kind: 'unused' }
}

/** The day after which a coupon is to be recorded as expired, of a row of `storedCoupon`; null if it cannot expire. */
export function expiryDueOfRow(row: SqlRow): string | null {
  return textOf(row[at.expiry_due]) ?? null
}

/** The number of a coupon, of a row of `storedCoupon`. */
export function seqOfRow(row: SqlRow): number {
  return Number(row[at.seq])
}

/** The number of the event that issued it. */
export function issuedEventSeqOfRow(row: SqlRow): number {
  return Number(row[at.issued_event_seq])
}

/** When a coupon was issued, of a row of `storedCoupon`. */
export function issuedAtMsOfRow(row: SqlRow): number {
  return Number(row[at.issued_at_ms])
}

/** A draft with the numbers that it is issued under. */
export type NumberedDraft = Readonly<{
  draft: CouponDraft
  phoneRef: number | undefined
  cardRef: number | undefined
  attributeRef: number | undefined
  sellerId: string
  seq: number
  channelSeq: number
  issuedAtMs: number
  /** Version of the claimed template. */
  templateVersion: number | undefined
  /** Number of its `issued` event. */
  eventSeq: number
}>

const insertion = insertInto(couponTable)

export const insertCoupon = insertion.text

/** The values of a new coupon, for `insertCoupon`. */
export function encodeCoupon(numbered: NumberedDraft): readonly SqlValue[] {
  const { terms, state } = numbered.draft
  return insertion.encode({
    seq: numbered.seq,
    coupon_code: terms.couponCode,
    state_code: stateCodes[state.kind],
    hold_until_ms: undefined,
    hold_order: undefined,
    channel: channelCell(terms.channel),
    card_ref: numbered.cardRef,
    coupon_id: terms.couponId,
    coupon_name: terms.couponName,
    coupon_amount: terms.couponAmountFen,
    order_amount: terms.orderAmountFen,
    start_date: terms.startDate,
    end_date: terms.endDate,
    bill_date: terms.billDate,
    description: terms.description,
    shop: terms.shop,
    category: terms.category,
    attribute_ref: numbered.attributeRef,
    phone_ref: numbered.phoneRef,
    seller_id: numbered.sellerId,
    channel_seq: numbered.channelSeq,
    version: 1,
    issued_at_ms: numbered.issuedAtMs,
    return_count: 0,
    template_version: numbered.templateVersion,
    used_order: undefined,
    used_at_ms: undefined,
    used_shop: undefined,
    redemption_id: undefined,
    issued_state: stateCodes[state.kind],
    issued_end_date: undefined,
    issued_event_seq: numbered.eventSeq,
    expiry_due: state.kind === 'unused' ? expiryDue(terms.endDate, numbered.issuedAtMs) : undefined,
  })
}

/** The last usable day of a coupon that will expire; undefined when the day has passed at its issue. */
function expiryDue(endDate: DateText | undefined, issuedAtMs: number): DateText | undefined {
  return endDate !== undefined && compareDays(endDate, dayOf(issuedAtMs)) >= 0 ? endDate : undefined
}

/** A channel, or its absence, as the table keeps it: it is part of a unique key, so never NULL. */
export function channelCell(channel: string | undefined): string {
  return channel ?? ''
}

export const findCouponsByCodes = keyedBy(
  sql`SELECT ${storedCoupon.text} FROM coupon WHERE seller_id = ${p.text('sellerId')} AND coupon_code IN (${p.texts('couponCodes')})`,
  storedCoupon.at.coupon_code,
)

/** Gives rows of `storedCoupon`. */
export const findCouponsWithSeq = keyedBy(
  sql`SELECT ${storedCoupon.text} FROM coupon
  WHERE seller_id = ${p.text('sellerId')} AND seq IN (${p.numbers('seqs')})`,
  storedCoupon.at.seq,
)

export const findCouponsBySeq = sql`SELECT ${storedCoupon.text} FROM coupon
  WHERE seller_id = ${p.text('sellerId')} AND seq BETWEEN ${p.number('first')} AND ${p.number('last')} ORDER BY seq`

export const findCouponsOfTemplate = sql`SELECT ${storedCoupon.text} FROM coupon
  WHERE seller_id = ${p.text('sellerId')} AND coupon_id = ${p.text('couponId')} AND seq BETWEEN ${p.number('first')} AND ${p.number('last')} ORDER BY seq LIMIT ${p.number('limit')}`
