import { inListTexts } from '#database/in-list'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { select } from '#database/table'
import { maxPhonesOfMember } from '#domain/members/name-members'
import { isPhoneOfFew } from './holdings.ts'

/** COALESCE keeps planners from the keys of cards, under which there are many more coupons. */
const hasNoCard = 'COALESCE(c.card_ref, 0) = 0'

type Owned = 'coupon' | 'shop_order'

/** CROSS JOIN keeps SQLite to the order of the tables. Takes seller and members. */
export const ofCards = (
  columns: string,
  marks: string,
  table: Owned = 'coupon',
) => `SELECT ${columns} FROM member_card m
  CROSS JOIN ${table} c ON c.seller_id = m.seller_id AND c.card_ref = m.card_ref
  WHERE m.seller_id = ? AND m.member_no IN (${marks})`

/**
 * Coupons or orders without a card of the members' phones, each once, unless too many members share the phone or the member has too many. Takes seller and
 * members.
 */
export const ofPhones = (columns: string, marks: string, table: Owned = 'coupon') => `SELECT ${columns} FROM (
    SELECT DISTINCT h.seller_id, h.phone_ref FROM phone_member h WHERE h.seller_id = ? AND h.member_no IN (${marks})
      AND ${isPhoneOfFew('h')} AND (
        SELECT COUNT(*) FROM phone_member x WHERE x.seller_id = h.seller_id AND x.member_no = h.member_no AND x.state = 0
      ) <= ${maxPhonesOfMember}
  ) p CROSS JOIN ${table} c ON c.seller_id = p.seller_id AND c.phone_ref = p.phone_ref AND ${hasNoCard}`

const counted = select(['coupons'])

/** Takes seller and members: how many coupons of their cards there are, in a row for `couponCountOfRow`. */
export const countCouponsOfCards = inListTexts((marks) => ofCards('COUNT(*)', marks))

/** Takes seller and members: how many coupons without a card of their phones there are. */
export const countCouponsOfPhones = inListTexts((marks) => ofPhones('COUNT(*)', marks))

export function couponCountOfRow(row: SqlRow | undefined): number {
  return Number(row?.[counted.at.coupons] ?? 0)
}

const code = select(['seq', 'coupon_code'])

/** Takes seller and member twice, a number and limit: the coupons after that number, in order. */
export const findCodesOfMember = `SELECT ${code.text} FROM (
    ${ofCards(code.of('c'), '?')} UNION ALL ${ofPhones(code.of('c'), '?')}
  ) coupons WHERE seq > ? ORDER BY seq LIMIT ?`

/** Decodes a row of `findCodesOfMember`. */
export function couponCodeOfRow(row: SqlRow): Readonly<{ seq: number; couponCode: string }> {
  return { seq: Number(row[code.at.seq]), couponCode: String(row[code.at.coupon_code]) }
}

const claims = select(['coupon_id', 'claims'])

const limitedClaim = `c.template_version IS NOT NULL AND EXISTS (
  SELECT 1 FROM coupon_template t WHERE t.seller_id = c.seller_id AND t.coupon_id = c.coupon_id AND t.counts_members = 1)`

/** Takes seller and member, twice: the coupons claimed of templates with a member limit, by template. */
export const countClaimsOfMember = `SELECT coupon_id, COUNT(*) FROM (
    ${ofCards('c.coupon_id', '?')} AND ${limitedClaim} UNION ALL ${ofPhones('c.coupon_id', '?')} WHERE ${limitedClaim}
  ) claims GROUP BY coupon_id`

/** Decodes a row of `countClaimsOfMember`. */
export function claimsOfRow(row: SqlRow): readonly [couponId: string, claims: number] {
  return [String(row[claims.at.coupon_id]), Number(row[claims.at.claims])]
}

/** The values for statements that take seller and members twice. */
export function twice(sellerId: string, memberNo: number): readonly SqlValue[] {
  return [sellerId, memberNo, sellerId, memberNo]
}
