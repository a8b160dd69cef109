import type { SqlRow, SqlValue } from '#database/sql-engine'
import type { Coupon, CouponState, CouponTerms, IssuedState } from '#domain/coupon/coupon'
import type { CouponDraft } from '#domain/coupon/coupon-store'
import { compareDays, type DateText, dayOf } from '#domain/dates'
import { couponColumns } from './coupon-statements.ts'

/**
 * A coupon out of a row of `couponColumns`. Columns come from our own table, so their types are taken as they were
 * written; a state that no version of this program wrote is refused.
 */
export function couponOfRow(sellerId: string, row: SqlRow, phone: string | undefined): Coupon {
  return { sellerId, seq: Number(row[0]), terms: termsOfRow(row, phone), state: stateOfRow(row) }
}

/** The index of the coupon's phone, where the statement asked for it and the coupon has a phone. */
export function phoneIndexOfRow(row: SqlRow): Uint8Array | undefined {
  const index = row[couponColumns.length]
  return index instanceof Uint8Array ? index : undefined
}

/** Where a coupon of an issue call is to stand. */
export type CouponPlace = Readonly<{
  sellerId: string
  seq: number
  channelSeq: number
  issuedAtMs: number
  /** Of the template it is claimed from. */
  templateVersion: number | undefined
  /** Number of its `issued` event. */
  eventSeq: number
}>

/** Values for `insertCoupon`. */
export function valuesOfDraft(
  { terms, state }: CouponDraft,
  phoneIndex: Uint8Array | undefined,
  place: CouponPlace,
): readonly SqlValue[] {
  return [
    place.seq,
    terms.couponCode,
    stateCodes[state.kind],
    null,
    null,
    channelColumn(terms.channel),
    terms.cardNo ?? null,
    terms.couponId ?? null,
    terms.couponName ?? null,
    terms.couponAmountFen ?? null,
    terms.orderAmountFen ?? null,
    terms.startDate ?? null,
    terms.endDate ?? null,
    terms.billDate ?? null,
    terms.description ?? null,
    terms.shop ?? null,
    terms.category ?? null,
    terms.attribute ?? null,
    phoneIndex ?? null,
    place.sellerId,
    place.channelSeq,
    1,
    place.issuedAtMs,
    0,
    place.templateVersion ?? null,
    stateCodes[state.kind],
    place.eventSeq,
    state.kind === 'unused' ? expiryDue(terms.endDate, place.issuedAtMs) : null,
  ]
}

/** The last usable day of a coupon of which it may once be told that it expired; null when it is past at its issue. */
function expiryDue(endDate: DateText | undefined, issuedAtMs: number): DateText | null {
  return endDate !== undefined && compareDays(endDate, dayOf(issuedAtMs)) >= 0 ? endDate : null
}

/** How a channel, or its absence, stands in the table: part of a unique key, so never NULL. */
export function channelColumn(channel: string | undefined): string {
  return channel ?? ''
}

/** As on the wire, where expiry would be 2. */
export const stateCodes = { unused: 0, used: 1, void: 3, held: 4 } as const satisfies Record<
  CouponState['kind'],
  number
>

const unused: CouponState = { kind: 'unused' }
const used: CouponState = { kind: 'used' }
const voided: CouponState = { kind: 'void' }

function stateOfRow(row: SqlRow): CouponState {
  switch (row[2]) {
    case stateCodes.unused:
      return unused
    case stateCodes.used:
      return used
    case stateCodes.void:
      return voided
    case stateCodes.held:
      return { kind: 'held', orderId: String(row[4]), untilMs: Number(row[3]) }
    default:
      throw new Error(`a coupon row of unknown state ${row[2]}`)
  }
}

/** Where a coupon stood at its issue, out of the column that keeps it. */
export function issuedStateOfCode(code: SqlValue | undefined): IssuedState {
  if (code === stateCodes.used) return { kind: 'used' }
  return code === stateCodes.void ? { kind: 'void' } : { kind: 'unused' }
}

function termsOfRow(row: SqlRow, phone: string | undefined): CouponTerms {
  return {
    couponCode: String(row[1]),
    couponId: textOf(row[7]),
    couponName: textOf(row[8]),
    channel: row[5] === '' ? undefined : textOf(row[5]),
    phone,
    cardNo: textOf(row[6]),
    couponAmountFen: numberOf(row[9]),
    orderAmountFen: numberOf(row[10]),
    startDate: textOf(row[11]),
    endDate: textOf(row[12]),
    billDate: textOf(row[13]),
    description: textOf(row[14]),
    shop: textOf(row[15]),
    category: textOf(row[16]),
    attribute: textOf(row[17]),
  }
}

function textOf(value: SqlValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function numberOf(value: SqlValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined
}
