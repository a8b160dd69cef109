import type { SqlTransaction, SqlValue } from '#database/sql-engine'
import type { EventKind } from '#domain/events/event-store'
import { addRows, type RowSum, rowSumOf } from '#encryption/row-sum'
import { isSeal, type Seals } from '#encryption/seals'
import {
  findSealedHead,
  insertEvent,
  insertEventHead,
  lockEventHead,
  setEventHead,
} from '#store/tables/event-statements'
import { eventHash, firstHash } from './event-hash.ts'
import { headSeal } from './head-seal.ts'

/** Who does something for a seller, when, and by which call. */
export type Origin = Readonly<{
  sellerId: string
  atMs: number
  /** `app:KEY`, `operator:NAME` or `system`. */
  actor: string
  requestId: string | undefined
}>

/** An event that is to be written. */
export type NewEvent = Readonly<{
  kind: EventKind
  /** One number for one event; coupons issued together take one each and share a row. */
  count: number
  couponSeq?: number | undefined
  firstCouponSeq?: number | undefined
  couponCode?: string | undefined
  couponId?: string | undefined
  before?: string | undefined
  after?: string | undefined
}>

/** The head as the transaction will leave it. */
type Locked = {
  newestSeq: number
  /** Number of the last event written; those up to `newestSeq` are taken and must be written. */
  writtenSeq: number
  hash: Uint8Array
  requests: RowSum
  /** The seal that the head had, if it does not fit: it is left as it is, so that the audit keeps finding it. */
  brokenSeal: SqlValue | undefined
}

/**
 * The head of a seller's event chain in one transaction: numbers and hashes of events, and the sum of request rows. The
 * head is locked by the first call and written once, by `close`.
 */
export class ChainHead {
  readonly #transaction: SqlTransaction
  readonly #origin: Origin
  readonly #seals: Seals
  #locked: Locked | undefined

  constructor({ transaction, origin, seals }: Readonly<{ transaction: SqlTransaction; origin: Origin; seals: Seals }>) {
    this.#transaction = transaction
    this.#origin = origin
    this.#seals = seals
  }

  /**
   * Takes the next numbers, which must be written before the transaction ends.
   * @param count 1 or more
   * @returns the first of them
   */
  async takeNumbers(count: number): Promise<number> {
    const head = this.#locked ?? (await this.#lock(count, 0))
    if (this.#locked !== undefined) head.newestSeq += count
    this.#locked = head
    return head.newestSeq - count + 1
  }

  /** Writes events under the numbers taken for them, hashed with what came before. */
  async writeEvents(events: readonly NewEvent[]): Promise<void> {
    const head = this.#locked
    if (head === undefined) throw new Error('no numbers were taken for the events')
    const rows = events.map((event) => {
      head.writtenSeq += event.count
      const values = columnsOf(this.#origin, head.writtenSeq, event)
      head.hash = eventHash(head.hash, values)
      return [...values, head.hash]
    })
    await this.#transaction.insertMany(insertEvent, rows)
  }

  /** Takes numbers for events and writes them. */
  async append(events: readonly NewEvent[]): Promise<void> {
    if (events.length === 0) return
    await this.takeNumbers(events.reduce((sum, event) => sum + event.count, 0))
    await this.writeEvents(events)
  }

  /** Adds a request row to the sum. @param values of the row, as `insertOutRequest` takes them */
  async addRequest(values: readonly SqlValue[]): Promise<void> {
    const head = this.#locked ?? (await this.#lock(0, 1))
    this.#locked = head
    head.requests = addRows(head.requests, [this.#seals.of('out_request', values)])
  }

  /** Writes the head, if anything was taken or added. */
  async close(): Promise<void> {
    if (this.#locked === undefined) return
    const { newestSeq, writtenSeq, hash, requests, brokenSeal } = this.#locked
    if (newestSeq !== writtenSeq) throw new Error('numbers were taken for events that were not written')
    const { sellerId } = this.#origin
    const seal = brokenSeal === undefined ? headSeal(this.#seals, { sellerId, newestSeq, hash, requests }) : brokenSeal
    await this.#transaction.run(setEventHead, [newestSeq, hash, requests.count, requests.sum, seal, sellerId])
  }

  async #lock(events: number, requests: number): Promise<Locked> {
    const { sellerId } = this.#origin
    const updated = await this.#transaction.run(lockEventHead, [events, requests, sellerId])
    if (updated === 0) await this.#transaction.run(insertEventHead, [sellerId, events, firstHash, requests])
    const row = await this.#transaction.one(findSealedHead, [sellerId])
    const hash = row?.[1]
    if (!(hash instanceof Uint8Array)) throw new Error('the seller has no head of events')
    const newestSeq = Number(row?.[0])
    const writtenSeq = newestSeq - events
    const standing = rowSumOf(Number(row?.[2]) - requests, row?.[3])
    const seal = headSeal(this.#seals, { sellerId, newestSeq: writtenSeq, hash, requests: standing })
    const isIntact = updated === 0 || isSeal(row?.[4], seal)
    return { newestSeq, writtenSeq, hash, requests: standing, brokenSeal: isIntact ? undefined : (row?.[4] ?? null) }
  }
}

function columnsOf(origin: Origin, eventSeq: number, event: NewEvent): readonly SqlValue[] {
  return [
    origin.sellerId,
    eventSeq,
    event.count,
    event.kind,
    event.couponSeq ?? null,
    event.firstCouponSeq ?? null,
    event.couponCode ?? null,
    event.couponId ?? null,
    origin.atMs,
    origin.actor,
    origin.requestId ?? null,
    event.before ?? null,
    event.after ?? null,
  ]
}
