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
import {
  cardCounter,
  channelCounter,
  counter,
  counterTable,
  memberCounter,
  orderCounter,
  phoneCounter,
  seqCounter,
  textCounter,
  uploadCounter,
} from '#store/tables/counter'
import type { AuditedCoupon } from '#store/tables/issued-coupon'
import type { KeyPage, KeyPageEnd, SellerAudit } from './findings.ts'

/** Compared with the rows that they number (see `verifyMembers`). */
const memberCounters = [phoneCounter, cardCounter, memberCounter, textCounter, orderCounter, uploadCounter]

/** Counts the coupons of each channel along the events, and compares numbers and counters with that. */
export class CouponCounts {
  readonly #byCounter: Map<string, number>

  /** @param byCounter what was counted before; gets what is counted */
  constructor(byCounter: Map<string, number>) {
    this.#byCounter = byCounter
  }

  pass({ findings }: SellerAudit, { seq, channel, channelSeq }: AuditedCoupon): void {
    const ofChannel = channelCounter(channel)
    const place = (this.#byCounter.get(ofChannel) ?? 0) + 1
    this.#byCounter.set(ofChannel, place)
    this.#byCounter.set(seqCounter, (this.#byCounter.get(seqCounter) ?? 0) + 1)
    if (channelSeq !== place) findings.add('coupon', `seq ${seq}`, 'its number in the channel was altered')
  }

  /** After the last coupon. A counter of 0 was only locked, never counted with. */
  async compare({ reader, sellerId, findings }: SellerAudit): Promise<void> {
    const missing = new Map(this.#byCounter)
    for await (const row of rowsInKeyOrder(reader, { table: counterTable, sellerId })) {
      const { counter_name, counter_value: value } = counter.named(row)
      const name = String(counter_name)
      if (memberCounters.includes(name)) continue
      const expected = this.#byCounter.get(name) ?? 0
      missing.delete(name)
      if (Number(value) !== expected) findings.add('counter', name, `is ${value}, but there are ${expected} coupons`)
    }
    for (const name of missing.keys()) findings.add('counter', name, 'missing')
  }
}

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
