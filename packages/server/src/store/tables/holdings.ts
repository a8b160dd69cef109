import { keyedBy } from '#database/shared-statements'
import type { SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { select } from '#database/table'
import { type Holdings, maxMembersOfPhone } from '#domain/members/identity-resolution'
import type { MemberNumber } from '#domain/members/member'

const counted = select(['is_card', 'member_no', 'held', 'active'])

/** How many phones and cards members hold, a row for each of both. */
export const countHoldings = keyedBy(
  sql`${countsOf('phone_member', 0)} UNION ALL ${countsOf('member_card', 1)}`,
  counted.at.member_no,
)

function countsOf(table: string, isCard: 0 | 1) {
  return sql`SELECT ${isCard} AS is_card, member_no, COUNT(*) AS held, SUM(CASE WHEN state = 0 THEN 1 ELSE 0 END) AS active
    FROM ${table} WHERE seller_id = ${p.text('sellerId')} AND member_no IN (${p.numbers('memberNos')}) GROUP BY member_no`
}

/** What members hold, out of the rows of `countHoldings`; those who hold nothing are left out. */
export function holdingsOfRows(rows: readonly SqlRow[]): ReadonlyMap<MemberNumber, Holdings> {
  const holdings = new Map<MemberNumber, Holdings>()
  for (const row of rows) {
    const { at } = counted
    const [memberNo, held, active] = [row[at.member_no], row[at.held], row[at.active]].map(Number)
    if (memberNo === undefined) continue
    const known = holdings.get(memberNo) ?? nothingHeld
    const isCard = Number(row[at.is_card]) === 1
    const more = isCard ? { cards: held, activeCards: active } : { phones: held, activePhones: active }
    holdings.set(memberNo, { ...known, ...more } as Holdings)
  }
  return holdings
}

export const nothingHeld: Holdings = { phones: 0, activePhones: 0, cards: 0, activeCards: 0 }

/** A test of a row of `phone_member`: whether no more members share its phone than may own its coupons without a card. */
export function isPhoneOfFew(alias: string): string {
  return `(SELECT COUNT(*) FROM phone_member o
    WHERE o.seller_id = ${alias}.seller_id AND o.phone_ref = ${alias}.phone_ref AND o.state = 0) <= ${maxMembersOfPhone}`
}
