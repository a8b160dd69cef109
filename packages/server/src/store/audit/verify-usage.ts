import { isDeepStrictEqual } from 'node:util'
import { maxInList, paddedList, textForList } from '#database/in-list'
import { rowsInKeyOrder } from '#database/rows-in-key-order'
import { dayOf } from '#domain/dates'
import {
  type ClaimCount,
  type ClaimedCoupon,
  cardKey,
  claimedCouponOfRow,
  findClaimsByCard,
  findClaimsByPhone,
  findMemberUsage,
  memberUsageOfRow,
  memberUsageTable,
  phoneKey,
} from '#store/tables/claim-counters'
import type { AuditedCoupon } from '#store/tables/issued-coupon'
import type { SellerAudit } from './findings.ts'
import { countOne, type TemplateTrace } from './template-traces.ts'

/** Member counters that must exist: collected along the coupons, looked up in batches. */
export class ExpectedUsage {
  readonly #audit: SellerAudit
  /** Number of the newest coupon by template and member. */
  #waiting = new Map<string, Map<string, number>>()
  #count = 0

  constructor(audit: SellerAudit) {
    this.#audit = audit
  }

  async expect(couponId: string, memberKey: string, seq: number): Promise<void> {
    const members = this.#waiting.get(couponId) ?? new Map<string, number>()
    this.#waiting.set(couponId, members.set(memberKey, seq))
    this.#count += 1
    if (this.#count >= maxInList) await this.flush()
  }

  /** Looks up what still waits. */
  async flush(): Promise<void> {
    const waiting = this.#waiting
    this.#waiting = new Map()
    this.#count = 0
    const { reader, sellerId, findings } = this.#audit
    for (const [couponId, members] of waiting) {
      const list = paddedList([...members.keys()])
      const rows = await reader.all(textForList(findMemberUsage, list), [sellerId, couponId, ...list])
      const stored = new Set(rows.map(([memberKey]) => memberKey))
      for (const [memberKey, seq] of members) {
        if (!stored.has(memberKey)) findings.add('member_usage', keyOf(couponId, seq), 'missing')
      }
    }
  }
}

/** Compares each member counter with the coupons that the member claimed. */
export async function verifyUsage(audit: SellerAudit, traces: ReadonlyMap<string, TemplateTrace>): Promise<void> {
  const { reader, sellerId, findings } = audit
  for await (const row of rowsInKeyOrder(reader, { table: memberUsageTable, sellerId })) {
    const { couponId, memberKey, count } = memberUsageOfRow(row)
    const claims = await claimsOf(audit, couponId, memberKey)
    const expected = countedOf(claims, traces.get(couponId)?.membersAfterSeq)
    const key = keyOf(couponId, claims.at(-1)?.seq ?? 0)
    if (expected === undefined) findings.add('member_usage', key, 'no claim explains it')
    else if (!isDeepStrictEqual(count, expected)) findings.add('member_usage', key, 'altered')
  }
}

/** Numbers and times of the coupons that a member claimed of a template, in order. */
async function claimsOf(
  { reader, sellerId }: SellerAudit,
  couponId: string,
  memberKey: string,
): Promise<readonly ClaimedCoupon[]> {
  const value = memberKey.slice(2)
  const rows = memberKey.startsWith('c:')
    ? await reader.all(findClaimsByCard, [sellerId, value, couponId])
    : await reader.all(findClaimsByPhone, [sellerId, Buffer.from(value, 'hex'), couponId])
  return rows.map(claimedCouponOfRow)
}

/**
 * A counter begins at the first claim that is counted, with what was claimed before.
 * @returns undefined when no claim was counted
 */
function countedOf(claims: readonly ClaimedCoupon[], countedAfterSeq: number | undefined): ClaimCount | undefined {
  if (countedAfterSeq === undefined) return undefined
  const first = claims.findIndex(({ seq }) => seq > countedAfterSeq)
  if (first < 0) return undefined
  const days = claims.map(({ issuedAtMs }) => dayOf(issuedAtMs))
  const today = days[first] ?? ''
  const onDay = days.slice(0, first).filter((day) => day >= today).length
  return days.slice(first).reduce<ClaimCount>(countOne, { total: first, day: today, onDay })
}

/** By coupons, since a member's key names a card or the index of a phone. */
function keyOf(couponId: string, seq: number): string {
  return seq === 0 ? `coupon_id ${couponId}` : `coupon_id ${couponId}, member of the coupon with seq ${seq}`
}

/** The counters under which a claim is counted. */
export function memberKeys({ phoneIndex, cardNo }: AuditedCoupon): readonly string[] {
  return [
    ...(cardNo === undefined ? [] : [cardKey(cardNo)]),
    ...(phoneIndex === undefined ? [] : [phoneKey(phoneIndex)]),
  ]
}
