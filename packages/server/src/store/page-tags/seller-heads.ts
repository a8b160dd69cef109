import { LRUCache } from 'lru-cache'
import { paddedList, textForList } from '#database/in-list'
import { ifTableExists } from '#database/missing-table-error'
import type { SqlEngine, SqlReader } from '#database/sql-engine'
import { findEventHeads, headTextOfRow } from '#store/tables/event-head'
import { QuestionBatches } from './question-batches.ts'

type KnownHead = Readonly<{ dataVersion: number; head: string | undefined }>

/**
 * Reads the heads of sellers' event logs. Every issue and every step appends an event in its own transaction, so while the
 * head is the same no coupon of the seller has changed. The hash in a head tells two histories apart where a cluster lost
 * commits.
 */
export class SellerHeads {
  readonly #reader: SqlReader
  /** Undefined for an engine that must ask a server whether anybody committed. */
  readonly #dataVersion: SqlEngine['dataVersion']
  readonly #known = new LRUCache<string, KnownHead>({ max: maxSellers })
  readonly #batches: QuestionBatches<string, string | undefined>

  constructor({ reader, dataVersion }: Pick<SqlEngine, 'reader' | 'dataVersion'>) {
    this.#reader = reader
    this.#dataVersion = dataVersion
    this.#batches = new QuestionBatches((sellerIds) => this.#read(sellerIds))
  }

  /** @returns the newest event's number and hash; undefined for a store that moved away, which has no heads any more */
  async find(sellerId: string): Promise<string | undefined> {
    if (this.#dataVersion === undefined) return this.#batches.ask(sellerId)
    const dataVersion = this.#dataVersion()
    const known = this.#known.get(sellerId)
    if (known !== undefined && known.dataVersion === dataVersion) return known.head
    const [head] = await this.#read([sellerId])
    this.#known.set(sellerId, { dataVersion, head })
    return head
  }

  async #read(sellerIds: readonly string[]): Promise<readonly (string | undefined)[]> {
    const padded = paddedList([...new Set(sellerIds)])
    const rows = await ifTableExists(this.#reader.all(textForList(findEventHeads, padded), padded))
    const heads = new Map(rows?.map(headTextOfRow))
    return sellerIds.map((sellerId) => rows && (heads.get(sellerId) ?? noEvents))
  }
}

const noEvents = '0'
const maxSellers = 1_000
