import { numberOf, textOf } from '#database/record'
import type { SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { select } from '#database/table'
import type { LivedCoupon } from '#domain/retention/retention-store'
import { stateCodes } from './coupon.ts'
import { memberStateCodes } from './member.ts'

const listed = select(['member_no', 'state', 'changed_at_ms'])

/** The members after that number, in order, whatever their state. */
export const listMemberActivity = sql`SELECT ${listed.text} FROM member
  WHERE seller_id = ${p.text('sellerId')} AND member_no > ${p.number('afterMemberNo')} ORDER BY member_no LIMIT ${p.number('limit')}`

/** Decodes a row of `listMemberActivity`. */
export function activityOfRow(row: SqlRow): Readonly<{ memberNo: number; isActive: boolean; changedAtMs: number }> {
  return {
    memberNo: Number(row[listed.at.member_no]),
    isActive: row[listed.at.state] === memberStateCodes.active,
    changedAtMs: Number(row[listed.at.changed_at_ms]),
  }
}

const lived = select(['seq', 'card_ref', 'state_code', 'end_date', 'issued_at_ms', 'used_at_ms'])

/** Coupons of a card or phone before a number, newest first. */
export const findCouponsBefore = { card_ref: before('card_ref'), phone_ref: before('phone_ref') } as const

function before(key: 'card_ref' | 'phone_ref') {
  return sql`SELECT ${lived.text} FROM coupon
    WHERE seller_id = ${p.text('sellerId')} AND ${key} = ${p.number('ref')} AND seq < ${p.number('beforeSeq')}
    ORDER BY seq DESC LIMIT ${p.number('limit')}`
}

/** Decodes a row of `findCouponsBefore`. */
export function livedCouponOfRow(row: SqlRow): LivedCoupon & Readonly<{ seq: number; hasCard: boolean }> {
  const { at } = lived
  return {
    seq: Number(row[at.seq]),
    hasCard: row[at.card_ref] !== null,
    isUsed: row[at.state_code] === stateCodes.used,
    isVoid: row[at.state_code] === stateCodes.void,
    endDate: textOf(row[at.end_date]),
    issuedAtMs: Number(row[at.issued_at_ms]),
    usedAtMs: numberOf(row[at.used_at_ms]),
  }
}
