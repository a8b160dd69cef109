import type { SqlRow } from '#database/sql-engine'
import { channelCounter, seqCounter } from '#store/tables/counter-names'
import { type KeyedRows, rowsByKey } from './rows-by-key.ts'
import type { SellerAudit } from './seller-audit.ts'
import { channelSeqPlace } from './walk-events.ts'

const counters: KeyedRows = { table: 'counter', key: ['counter_name'], others: ['counter_value'] }
const channelPlace = 4

/** Counts the coupons of each channel along the events, and compares numbers and counters with that. */
export class CouponCounts {
  readonly #audit: SellerAudit
  readonly #byCounter = new Map<string, number>()

  constructor(audit: SellerAudit) {
    this.#audit = audit
  }

  /** @param coupon a row of `findIssuedTerms` */
  pass(coupon: SqlRow): void {
    const counter = channelCounter(String(coupon[channelPlace]))
    const place = (this.#byCounter.get(counter) ?? 0) + 1
    this.#byCounter.set(counter, place)
    this.#byCounter.set(seqCounter, (this.#byCounter.get(seqCounter) ?? 0) + 1)
    if (Number(coupon[channelSeqPlace]) === place) return
    this.#audit.findings.add('coupon', `seq ${coupon[0]}`, 'its number in the channel was altered')
  }

  /** After the last coupon. A counter of 0 was only locked, never counted with. */
  async compare(): Promise<void> {
    const { reader, sellerId, findings } = this.#audit
    const missing = new Map(this.#byCounter)
    for await (const [name, value] of rowsByKey(reader, counters, sellerId)) {
      const expected = this.#byCounter.get(String(name)) ?? 0
      missing.delete(String(name))
      if (Number(value) !== expected)
        findings.add('counter', String(name), `is ${value}, but there are ${expected} coupons`)
    }
    for (const name of missing.keys()) findings.add('counter', name, 'missing')
  }
}
