import type { Coupon, CouponState, CouponTerms } from '../../domain/coupon/coupon.ts'
import type { CouponDraft } from '../../domain/coupon/coupon-store.ts'
import type { SqlRow, SqlValue } from '../sql/sql-engine.ts'
import { couponColumns } from '../statements/coupon-statements.ts'

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
export type CouponPlace = Readonly<{ sellerId: string; seq: number; channelSeq: number; issuedAtMs: number }>

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
    state.kind === 'held' ? state.untilMs : null,
    state.kind === 'held' ? state.orderId : null,
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
  ]
}

/** How a channel, or its absence, stands in the table: part of a unique key, so never NULL. */
export function channelColumn(channel: string | undefined): string {
  return channel ?? ''
}

/** As on the wire, where expiry would be 2. */
const stateCodes = { unused: 0, used: 1, void: 3, held: 4 } as const satisfies Record<CouponState['kind'], number>

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
