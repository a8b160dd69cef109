import { ofSellerIn } from '#database/in-list'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { defineTable, encoder, insertInto, type NamedRow, select, type Table } from '#database/table'
import { maxPhonesOfMember } from '#domain/members/name-members'
import type { ClaimCount, CountedBy } from '#domain/templates/claim-count'
import { isPhoneOfFew } from './holdings.ts'

/** What a counter of claims holds. */
export const countColumns = ['taken_total', 'day_text', 'taken_day'] as const

/** What was claimed of each template with a limited stock. */
export const templateStockTable = defineTable({
  name: 'template_stock',
  key: ['seller_id', 'coupon_id'],
  columns: ['seller_id', 'coupon_id', ...countColumns],
})

/** What each member claimed of each template that limits members. */
export const memberUsageTable = defineTable({
  name: 'member_usage',
  key: ['seller_id', 'member_key', 'coupon_id'],
  columns: ['seller_id', 'member_key', 'coupon_id', ...countColumns],
})

const counted = select(countColumns)
const encodeCount = encoder(countColumns)

/** A claim of coupons, and the limits that it must fit into. */
export type LimitedClaim = Readonly<{ count: number; today: string; totalLimit: number; dayLimit: number }>

/** The statements over one counter of a table. */
export type ClaimCounters = Readonly<{
  /**
   * Takes the values of `claimValues`: counts a claim if it fits into both limits. The day is set last, because some
   * engines compute each assignment from those before it. A day before the counted one (a clock that lags) counts as
   * the counted one.
   */
  claim: string
  /** Takes the counter's key. */
  find: string
  /** Takes the values of `newCounterValues`. */
  insert: string
}>

/** Key: seller and template. */
export const stockCounters: ClaimCounters = claimCounters(templateStockTable)

/** Key: seller, member and template. */
export const memberCounters: ClaimCounters = claimCounters(memberUsageTable)

function claimCounters(table: Table): ClaimCounters {
  const where = table.key.map((column) => `${column} = ?`).join(' AND ')
  return {
    claim: `UPDATE ${table.name} SET taken_total = taken_total + ?,
      taken_day = CASE WHEN day_text >= ? THEN taken_day ELSE 0 END + ?,
      day_text = CASE WHEN day_text >= ? THEN day_text ELSE ? END
      WHERE ${where} AND taken_total + ? <= ? AND CASE WHEN day_text >= ? THEN taken_day ELSE 0 END + ? <= ?`,
    find: `SELECT ${counted.text} FROM ${table.name} WHERE ${where}`,
    insert: insertInto(table).text,
  }
}

/** The values for `claim`. */
export function claimValues(key: readonly SqlValue[], claim: LimitedClaim): readonly SqlValue[] {
  const { count, today, totalLimit, dayLimit } = claim
  return [count, today, count, today, today, ...key, count, totalLimit, today, count, dayLimit]
}

/** The values for `insert`: the columns of both tables begin with their key. */
export function newCounterValues(key: readonly SqlValue[], { total, day, onDay }: ClaimCount): readonly SqlValue[] {
  return [...key, ...encodeCount({ taken_total: total, day_text: day, taken_day: onDay })]
}

const stock = select(templateStockTable.columns)
const usage = select(memberUsageTable.columns)

/** Decodes the count of a row of `template_stock` with all columns. */
export function stockCountOfRow(row: SqlRow): ClaimCount {
  return countOf(stock.named(row))
}

/** A counter of what a member claimed. */
export type MemberUsage = Readonly<{ couponId: string; memberKey: string; count: ClaimCount }>

/** Decodes a row of `member_usage` with all columns. */
export function memberUsageOfRow(row: SqlRow): MemberUsage {
  const named = usage.named(row)
  return { couponId: String(named.coupon_id), memberKey: String(named.member_key), count: countOf(named) }
}

/** Decodes a row of `find`. */
export function claimCountOfRow(row: SqlRow): ClaimCount {
  return countOf(counted.named(row))
}

function countOf(row: NamedRow<(typeof countColumns)[number]>): ClaimCount {
  return { total: Number(row.taken_total), day: String(row.day_text), onDay: Number(row.taken_day) }
}

/** The key of a member. */
export function memberKey(memberNo: number): string {
  return `m:${memberNo}`
}

/** The key of a phone that names no member. */
export function phoneKey(phoneRef: number): string {
  return `p:${phoneRef}`
}

/** @returns undefined for a key that was never written */
export function parseMemberKey(key: string): CountedBy | undefined {
  const [, kind, digits] = /^([mp]):([1-9]\d{0,14})$/.exec(key) ?? []
  if (kind === undefined) return undefined
  return kind === 'm' ? { kind: 'member', memberNo: Number(digits) } : { kind: 'phone', phoneRef: Number(digits) }
}

/** Takes seller and member keys: what was counted for them is counted anew by the next claim. */
export const forgetUsage = ofSellerIn('DELETE FROM member_usage', 'member_key')

const claimed = select(['claimed_total', 'claimed_since'])
const countsSince = 'COUNT(*), COALESCE(SUM(CASE WHEN issued_at_ms >= ? THEN 1 ELSE 0 END), 0)'

/** Takes the start of the day, seller and template. */
export const countClaimed = `SELECT ${countsSince} FROM coupon
  WHERE seller_id = ? AND coupon_id = ? AND template_version IS NOT NULL`

const claim = select(['seq', 'issued_at_ms'])

/** COALESCE keeps planners from the keys of cards and templates, under which there are many more coupons. */
const hasNoCard = 'COALESCE(c.card_ref, 0) = 0'
const isOfTemplate = "COALESCE(c.coupon_id, '') = ? AND c.template_version IS NOT NULL"

/** The claims by the cards of a member. Takes seller, member and template. */
const claimsOfCards = `SELECT ${claim.of('c')} FROM member_card m
    CROSS JOIN coupon c ON c.seller_id = m.seller_id AND c.card_ref = m.card_ref
    WHERE m.seller_id = ? AND m.member_no = ? AND ${isOfTemplate}`

/**
 * The claims of a member: coupons of its cards, and coupons without a card of its phones, unless too many members share
 * the phone or the member has too many phones. Takes `claimsKey`. CROSS JOIN keeps SQLite to the order of the tables.
 */
const claimsOfMember = `${claimsOfCards}
  UNION ALL SELECT ${claim.of('c')} FROM phone_member h
    CROSS JOIN coupon c ON c.seller_id = h.seller_id AND c.phone_ref = h.phone_ref AND ${hasNoCard}
    WHERE h.seller_id = ? AND h.member_no = ? AND ${isOfTemplate} AND ${isPhoneOfFew('h')} AND (
      SELECT COUNT(*) FROM phone_member x WHERE x.seller_id = ? AND x.member_no = ? AND x.state = 0
    ) <= ${maxPhonesOfMember}`

/** The claims by a phone alone. Takes seller, phone and template. */
const claimsOfPhone = `SELECT ${claim.of('c')} FROM coupon c
  WHERE c.seller_id = ? AND c.phone_ref = ? AND ${hasNoCard} AND ${isOfTemplate}`

/** Takes the start of the day and `claimsKey`. */
export const countClaimedBy: Readonly<Record<CountedBy['kind'], string>> = {
  member: `SELECT ${countsSince} FROM (${claimsOfMember}) claims`,
  phone: `SELECT ${countsSince} FROM (${claimsOfPhone}) claims`,
}

/** Takes the start of the day, seller, member and template. */
export const countClaimedByCards = `SELECT ${countsSince} FROM (${claimsOfCards}) claims`

/** Takes `claimsKey`: the coupons claimed, in order. */
export const findClaimsBy: Readonly<Record<CountedBy['kind'], string>> = {
  member: `SELECT ${claim.text} FROM (${claimsOfMember}) claims ORDER BY seq`,
  phone: `${claimsOfPhone} ORDER BY c.seq`,
}

/** The values for `countClaimedBy` and `findClaimsBy`. */
export function claimsKey(sellerId: string, by: CountedBy, couponId: string): readonly SqlValue[] {
  if (by.kind === 'phone') return [sellerId, by.phoneRef, couponId]
  const ofMember = [sellerId, by.memberNo, couponId]
  return [...ofMember, ...ofMember, sellerId, by.memberNo]
}

/** Decodes the row of `countClaimed…`: coupons claimed in all and since the start of a day. */
export function claimedOfRow(row: SqlRow | undefined, day: string): ClaimCount {
  return { total: Number(row?.[claimed.at.claimed_total]), day, onDay: Number(row?.[claimed.at.claimed_since]) }
}

/** A claimed coupon. */
export type ClaimedCoupon = Readonly<{ seq: number; issuedAtMs: number }>

/** Decodes a row of `findClaimsBy`. */
export function claimedCouponOfRow(row: SqlRow): ClaimedCoupon {
  return { seq: Number(row[claim.at.seq]), issuedAtMs: Number(row[claim.at.issued_at_ms]) }
}
