import { inListTexts } from '#database/in-list'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { defineTable, encoder, insertInto, type NamedRow, select, type Table } from '#database/table'

const countColumns = ['taken_total', 'day_text', 'taken_day'] as const

/** What was claimed of each template with a limited stock. */
export const templateStockTable = defineTable({
  name: 'template_stock',
  key: ['seller_id', 'coupon_id'],
  columns: ['seller_id', 'coupon_id', ...countColumns],
})

/** What each member claimed of each template that limits members. */
export const memberUsageTable = defineTable({
  name: 'member_usage',
  key: ['seller_id', 'coupon_id', 'member_key'],
  columns: ['seller_id', 'coupon_id', 'member_key', ...countColumns],
})

const counted = select(countColumns)
const encodeCount = encoder(countColumns)

/** How many coupons were claimed in all, and on the newest day on which any was. */
export type ClaimCount = Readonly<{ total: number; day: string; onDay: number }>

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

/** Key: seller, template and member. */
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

/** The key of a member known by a card. */
export function cardKey(cardNo: string): string {
  return `c:${cardNo}`
}

/** The key of a member known by a phone. */
export function phoneKey(phoneIndex: Uint8Array): string {
  return `p:${Buffer.from(phoneIndex).toString('hex')}`
}

/** Takes seller, template and member keys; gives the keys that have a counter. */
export const findMemberUsage = inListTexts(
  (marks) => `SELECT member_key FROM member_usage
    WHERE seller_id = ? AND coupon_id = ? AND member_key IN (${marks})`,
)

const claimed = select(['claimed_total', 'claimed_since'])

/** Takes the start of the day, seller and template. */
export const countClaimed = countClaims('coupon_id = ?')

/** Takes the start of the day, seller, phone index and template. */
export const countClaimedByPhone = countClaims("phone_index = ? AND COALESCE(coupon_id, '') = ?")

/** Takes the start of the day, seller, card and template. */
export const countClaimedByCard = countClaims("card_no = ? AND COALESCE(coupon_id, '') = ?")

function countClaims(where: string): string {
  return `SELECT COUNT(*), COALESCE(SUM(CASE WHEN issued_at_ms >= ? THEN 1 ELSE 0 END), 0) FROM coupon
    WHERE seller_id = ? AND ${where} AND template_version IS NOT NULL`
}

/** Decodes the row of `countClaimed…`: coupons claimed in all and since the start of a day. */
export function claimedOfRow(row: SqlRow | undefined, day: string): ClaimCount {
  return { total: Number(row?.[claimed.at.claimed_total]), day, onDay: Number(row?.[claimed.at.claimed_since]) }
}

const claim = select(['seq', 'issued_at_ms'])

/** Takes seller, phone index and template: the coupons claimed, in order. */
export const findClaimsByPhone = claimsBy('phone_index')

/** Takes seller, card and template. */
export const findClaimsByCard = claimsBy('card_no')

function claimsBy(column: string): string {
  return `SELECT ${claim.text} FROM coupon WHERE seller_id = ? AND ${column} = ? AND COALESCE(coupon_id, '') = ?
    AND template_version IS NOT NULL ORDER BY seq`
}

/** A claimed coupon. */
export type ClaimedCoupon = Readonly<{ seq: number; issuedAtMs: number }>

/** Decodes a row of `findClaimsBy…`. */
export function claimedCouponOfRow(row: SqlRow): ClaimedCoupon {
  return { seq: Number(row[claim.at.seq]), issuedAtMs: Number(row[claim.at.issued_at_ms]) }
}
