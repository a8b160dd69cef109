import { textOf } from '#database/record'
import type { SqlRow } from '#database/sql-engine'
import { p, type Sql, sql } from '#database/statement'
import { select } from '#database/table'
import { maxPhonesOfMember } from '#domain/members/identity-resolution'
import { isPhoneOfFew } from './holdings.ts'

/** COALESCE keeps planners from the keys of cards, under which there are many more coupons. */
const hasNoCard = 'COALESCE(c.card_ref, 0) = 0'

type Owned = 'coupon' | 'shop_order'

/** Several members. */
export const severalMembers = sql`IN (${p.numbers('memberNos')})`
/** One member. */
export const oneMember = sql`= ${p.number('memberNo')}`

/** CROSS JOIN keeps SQLite to the order of the tables. @param which the members, as a comparison of their numbers */
export function ofCards<Given>(columns: string, which: Sql<Given>, table: Owned = 'coupon') {
  return sql`SELECT ${columns} FROM member_card m
  CROSS JOIN ${table} c ON c.seller_id = m.seller_id AND c.card_ref = m.card_ref
  WHERE m.seller_id = ${p.text('sellerId')} AND m.member_no ${which}`
}

/**
 * Coupons or orders without a card of the members' phones, each once, unless too many members share the phone or the member has too many.
 * @param which as for `ofCards`
 */
export function ofPhones<Given>(columns: string, which: Sql<Given>, table: Owned = 'coupon') {
  return sql`SELECT ${columns} FROM (
    SELECT DISTINCT h.seller_id, h.phone_ref FROM phone_member h WHERE ${isPhoneOf(which)}
  ) p CROSS JOIN ${table} c ON c.seller_id = p.seller_id AND c.phone_ref = p.phone_ref AND ${hasNoCard}`
}

/** The same of coupons, for each of the members: one of a phone that two of them hold is there twice. */
export function ofPhonesOfEach<Given>(columns: string, which: Sql<Given>) {
  return sql`SELECT ${columns} FROM phone_member h
    CROSS JOIN coupon c ON c.seller_id = h.seller_id AND c.phone_ref = h.phone_ref AND ${hasNoCard}
    WHERE ${isPhoneOf(which)}`
}

function isPhoneOf<Given>(which: Sql<Given>) {
  return sql`h.seller_id = ${p.text('sellerId')} AND h.member_no ${which} AND ${isPhoneOfFew('h')} AND (
      SELECT COUNT(*) FROM phone_member x WHERE x.seller_id = h.seller_id AND x.member_no = h.member_no AND x.state = 0
    ) <= ${maxPhonesOfMember}`
}

const counted = select(['coupons'])

/** How many coupons of members' cards there are, in a row for `couponCountOfRow`. */
export const countCouponsOfCards = ofCards('COUNT(*)', severalMembers)

/** How many coupons without a card of members' phones there are. */
export const countCouponsOfPhones = ofPhones('COUNT(*)', severalMembers)

export function couponCountOfRow(row: SqlRow | undefined): number {
  return Number(row?.[counted.at.coupons] ?? 0)
}

const code = select(['seq', 'coupon_code'])

/** The coupons of a member after one, in order. */
export const findCodesOfMember = sql`SELECT ${code.text} FROM (
    ${ofCards(code.of('c'), oneMember)} UNION ALL ${ofPhones(code.of('c'), oneMember)}
  ) coupons WHERE seq > ${p.number('afterSeq')} ORDER BY seq LIMIT ${p.number('limit')}`

/** Decodes a row of `findCodesOfMember`. */
export function couponCodeOfRow(row: SqlRow): Readonly<{ seq: number; couponCode: string }> {
  return { seq: Number(row[code.at.seq]), couponCode: String(row[code.at.coupon_code]) }
}

const issue = select(['seq', 'coupon_code', 'coupon_id', 'issued_event_seq'])

/** The newest coupons of a member, with the numbers of their issues. */
export const findNewestCouponsOfMember = sql`SELECT ${issue.text} FROM (
    ${ofCards(issue.of('c'), oneMember)} UNION ALL ${ofPhones(issue.of('c'), oneMember)}
  ) coupons ORDER BY seq DESC LIMIT ${p.number('limit')}`

export type CouponIssue = Readonly<{
  seq: number
  couponCode: string
  couponId: string | undefined
  eventSeq: number
}>

/** Decodes a row of `findNewestCouponsOfMember`. */
export function couponIssueOfRow(row: SqlRow): CouponIssue {
  const { at } = issue
  return {
    seq: Number(row[at.seq]),
    couponCode: String(row[at.coupon_code]),
    couponId: textOf(row[at.coupon_id]),
    eventSeq: Number(row[at.issued_event_seq]),
  }
}

const claims = select(['member_no', 'coupon_id', 'claims'])

const limitedClaim = `c.template_version IS NOT NULL AND EXISTS (
  SELECT 1 FROM coupon_template t WHERE t.seller_id = c.seller_id AND t.coupon_id = c.coupon_id AND t.counts_members = 1)`

/** How many coupons each of several members claimed of templates with a member limit, by template. */
export const countClaimsOfMembers = sql`SELECT member_no, coupon_id, COUNT(*) FROM (
    ${ofCards('m.member_no, c.coupon_id', severalMembers)} AND ${limitedClaim}
    UNION ALL ${ofPhonesOfEach('h.member_no, c.coupon_id', severalMembers)} AND ${limitedClaim}
  ) claims GROUP BY member_no, coupon_id`

/** Decodes a row of `countClaimsOfMembers`. */
export function claimsOfRow(row: SqlRow): Readonly<{ memberNo: number; couponId: string; claims: number }> {
  const { member_no, coupon_id, claims: count } = claims.at
  return { memberNo: Number(row[member_no]), couponId: String(row[coupon_id]), claims: Number(row[count]) }
}
