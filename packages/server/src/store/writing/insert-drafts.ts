import type { SqlTransaction, SqlValue } from '#database/sql-engine'
import type { ChainHead, Origin } from '#store/events/chain-head'
import { rowsDigest } from '#store/events/event-hash'
import type { PhoneBook } from '#store/phones/phone-book'
import { channelCounter, seqCounter } from '#store/tables/counter-names'
import { addToCounter, findCounter, insertCounter } from '#store/tables/counter-statements'
import { type CouponPlace, channelColumn, valuesOfDraft } from '#store/tables/coupon-row'
import { insertCoupon } from '#store/tables/coupon-statements'
import { type IndexedDraft, phoneOf } from './indexed-draft.ts'
import { issuedValues } from './issued-values.ts'

type Insertion = Readonly<{
  transaction: SqlTransaction
  phones: PhoneBook
  origin: Origin
  head: ChainHead
  templateVersion?: number | undefined
}>

/**
 * Stores coupons whose codes are new. Each gets the next number of its seller, of its channel and of the seller's events,
 * without gaps: the counters are taken in the transaction that inserts the rows, in blocks of just as many as there are.
 * Their `issued` events are one row.
 * @returns the number of the first
 */
export async function insertDrafts(insertion: Insertion, drafts: readonly IndexedDraft[]): Promise<number> {
  const { transaction, phones, origin, head } = insertion
  const firstSeq = await takeBlock(insertion, seqCounter, drafts.length)
  const nextChannelSeqs = await takeChannelBlocks(insertion, drafts)
  const members = await phones.storePhones(transaction, origin.sellerId, drafts.flatMap(phoneOf))
  const firstEventSeq = await head.takeNumbers(drafts.length)
  const places = drafts.map(({ draft }, place): CouponPlace => {
    const channel = channelColumn(draft.terms.channel)
    const channelSeq = nextChannelSeqs.get(channel) ?? 1
    nextChannelSeqs.set(channel, channelSeq + 1)
    return {
      sellerId: origin.sellerId,
      seq: firstSeq + place,
      channelSeq,
      issuedAtMs: origin.atMs,
      templateVersion: insertion.templateVersion,
      eventSeq: firstEventSeq + place,
    }
  })
  const rows: (readonly SqlValue[])[] = []
  const digested = []
  for (const [index, indexed] of drafts.entries()) {
    const place = places[index]
    if (place === undefined) throw new RangeError('a draft has no place')
    rows.push(valuesOfDraft(indexed.draft, indexed.phoneIndex, place))
    const { phoneIndex } = indexed
    digested.push(issuedValues(indexed, place, phoneIndex === undefined ? undefined : members.get(phoneIndex)))
  }
  await transaction.insertMany(insertCoupon, rows)
  const issued = {
    kind: 'issued',
    count: drafts.length,
    firstCouponSeq: firstSeq,
    after: rowsDigest(digested),
  } as const
  await head.writeEvents([issued])
  return firstSeq
}

/** In sorted order, so that two issuers never wait for each other in a circle. */
async function takeChannelBlocks(insertion: Insertion, drafts: readonly IndexedDraft[]): Promise<Map<string, number>> {
  const sizes = new Map<string, number>()
  for (const { draft } of drafts) {
    const channel = channelColumn(draft.terms.channel)
    sizes.set(channel, (sizes.get(channel) ?? 0) + 1)
  }
  const firsts = new Map<string, number>()
  for (const channel of [...sizes.keys()].sort()) {
    firsts.set(channel, await takeBlock(insertion, channelCounter(channel), sizes.get(channel) ?? 0))
  }
  return firsts
}

/** @returns the first number of a block of `size` numbers that now are the caller's */
async function takeBlock({ transaction, origin }: Insertion, counter: string, size: number): Promise<number> {
  const updated = await transaction.run(addToCounter, [size, origin.sellerId, counter])
  if (updated === 0) await transaction.run(insertCounter, [origin.sellerId, counter, size])
  const row = await transaction.one(findCounter, [origin.sellerId, counter])
  return Number(row?.[0]) - size + 1
}
