import { maxInList, paddedList, textForList } from '#database/in-list'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { dayOf } from '#domain/dates'
import { findClaimsByCard, findClaimsByPhone, findMemberUsage } from '#store/tables/audit-statements'
import { type KeyedRows, rowsByKey } from './rows-by-key.ts'
import type { SellerAudit } from './seller-audit.ts'
import { countOne, type DayCount, type TemplateTrace } from './template-traces.ts'

const usage: KeyedRows = {
  table: 'member_usage',
  key: ['coupon_id', 'member_key'],
  others: ['taken_total', 'day_text', 'taken_day'],
}

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
      const standing = new Set(rows.map(([memberKey]) => memberKey))
      for (const [memberKey, seq] of members) {
        if (!standing.has(memberKey)) findings.add('member_usage', keyOf(couponId, seq), 'missing')
      }
    }
  }
}

/** Compares each member counter with the coupons that the member claimed. */
export async function verifyUsage(audit: SellerAudit, traces: ReadonlyMap<string, TemplateTrace>): Promise<void> {
  const { reader, sellerId, findings } = audit
  for await (const [id, memberKey, total, day, onDay] of rowsByKey(reader, usage, sellerId)) {
    const couponId = String(id)
    const claims = await claimsOf(audit, couponId, String(memberKey))
    const count = countedOf(claims, traces.get(couponId)?.membersAfterSeq)
    const key = keyOf(couponId, Number(claims.at(-1)?.[0] ?? 0))
    if (count === undefined) findings.add('member_usage', key, 'no claim explains it')
    else if (Number(total) !== count.total || day !== count.day || Number(onDay) !== count.onDay) {
      findings.add('member_usage', key, 'altered')
    }
  }
}

/** Numbers and times of the coupons that a member claimed of a template, in order. */
async function claimsOf(
  { reader, sellerId }: SellerAudit,
  couponId: string,
  memberKey: string,
): Promise<readonly SqlRow[]> {
  const value = memberKey.slice(2)
  if (memberKey.startsWith('c:')) return reader.all(findClaimsByCard, [sellerId, value, couponId])
  return reader.all(findClaimsByPhone, [sellerId, Buffer.from(value, 'hex'), couponId])
}

/**
 * A counter begins at the first claim that is counted, with what was claimed before.
 * @returns undefined when no claim was counted
 */
function countedOf(claims: readonly SqlRow[], countedAfterSeq: number | undefined): DayCount | undefined {
  if (countedAfterSeq === undefined) return undefined
  const first = claims.findIndex(([seq]) => Number(seq) > countedAfterSeq)
  if (first < 0) return undefined
  const days = claims.map(([, issuedAtMs]) => dayOf(Number(issuedAtMs)))
  const today = days[first] ?? ''
  const onDay = days.slice(0, first).filter((day) => day >= today).length
  return days.slice(first).reduce<DayCount>(countOne, { total: first, day: today, onDay })
}

/** By coupons, since a member's key names a card or the index of a phone. */
function keyOf(couponId: string, seq: number): string {
  return seq === 0 ? `coupon_id ${couponId}` : `coupon_id ${couponId}, member of the coupon with seq ${seq}`
}

/** The counters under which a claim is counted. */
export function memberKeys(phoneIndex: SqlValue | undefined, cardNo: SqlValue | undefined): readonly string[] {
  return [
    ...(typeof cardNo === 'string' ? [`c:${cardNo}`] : []),
    ...(phoneIndex instanceof Uint8Array ? [`p:${Buffer.from(phoneIndex).toString('hex')}`] : []),
  ]
}
