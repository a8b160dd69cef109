import { isDeepStrictEqual } from 'node:util'
import { rowsInKeyOrder } from '#database/rows-in-key-order'
import { keyOf } from '#database/table'
import { dayOf } from '#domain/dates'
import type { ClaimCount } from '#domain/templates/claim-count'
import { countOne, type TemplateTrace } from '#store/events/template-traces'
import {
  type ClaimedCoupon,
  claimedCouponOfRow,
  claimsQuery,
  type MemberUsage,
  memberUsageOfRow,
  memberUsageTable,
  parseMemberKey,
} from '#store/tables/claim-counters'
import type { KeyPage, KeyPageEnd, SellerAudit } from './findings.ts'

/**
 * Compares member counters with the coupons that each member claimed. A counter may be missing: the next claim counts anew.
 * @param page begins after that key
 * @returns the key to go on after; undefined after the last
 */
export async function verifyUsage(
  audit: SellerAudit,
  traces: ReadonlyMap<string, TemplateTrace>,
  { after, maxRows }: KeyPage,
): Promise<KeyPageEnd> {
  const { reader, sellerId, findings } = audit
  let rows = 0
  for await (const row of rowsInKeyOrder(reader, { table: memberUsageTable, sellerId, after })) {
    const usage = memberUsageOfRow(row)
    const claims = await claimsOf(audit, usage)
    const countedAfterSeq = traces.get(usage.couponId)?.membersAfterSeq
    const key = `coupon_id ${usage.couponId}, member_key ${usage.memberKey}`
    const first = countedAfterSeq === undefined ? -1 : claims.findIndex(({ seq }) => seq > countedAfterSeq)
    if (first < 0) findings.add('member_usage', key, 'no claim explains it')
    else if (!isExplained(usage.count, claims, first)) findings.add('member_usage', key, 'altered')
    rows += 1
    if (rows >= maxRows) return { after: keyOf(memberUsageTable, row).slice(1), rows }
  }
  return { after: undefined, rows }
}

/** Numbers and times of the coupons that a member claimed of a template, in order. */
async function claimsOf(
  { reader, sellerId }: SellerAudit,
  { memberKey, couponId }: MemberUsage,
): Promise<readonly ClaimedCoupon[]> {
  const by = parseMemberKey(memberKey)
  if (by === undefined) return []
  return (await reader.all(claimsQuery(by, { sellerId, couponId }))).map(claimedCouponOfRow)
}

/**
 * Whether a counter that began at one of the claims comes to the count. It begins with what was claimed before. Where it
 * began matters only if clocks of servers differ.
 */
function isExplained(count: ClaimCount, claims: readonly ClaimedCoupon[], first: number): boolean {
  if (count.total !== claims.length) return false
  const days = claims.map(({ issuedAtMs }) => dayOf(issuedAtMs))
  for (let start = first; start < days.length; start += 1) {
    if (isDeepStrictEqual(count, countedFrom(days, start))) return true
  }
  return false
}

function countedFrom(days: readonly string[], start: number): ClaimCount {
  const today = days[start] ?? ''
  const onDay = days.slice(0, start).filter((day) => day >= today).length
  return days.slice(start).reduce<ClaimCount>(countOne, { total: start, day: today, onDay })
}
