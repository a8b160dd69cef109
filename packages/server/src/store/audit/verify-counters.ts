import { rowsInKeyOrder } from '#database/rows-in-key-order'
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
import type { SellerAudit } from './findings.ts'

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
