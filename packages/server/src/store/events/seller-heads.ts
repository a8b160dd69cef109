import { LRUCache } from 'lru-cache'
import { ifTableExists } from '#database/database-errors'
import type { SqlEngine } from '#database/sql-engine'
import { findEventHeads, sellerHeadOfRow } from '#store/tables/event-head'
import { askInBatches } from './question-batches.ts'

/** The state of a seller's data. */
export type SellerHead = Readonly<{
  newestSeq: number
  /** The newest event's number and hash. */
  newest: string
  /** Rises when a phone or card that was stored before leads to other coupons. */
  identityVersion: number
  /** Generation of the keys that rows of the seller are written under; 0 before there are any. */
  generation: number
}>

/** Undefined for a store that moved away, which has no heads any more. */
export type FindHead = (sellerId: string) => Promise<SellerHead | undefined>

type KnownHead = Readonly<{ dataVersion: number; head: SellerHead | undefined }>

/**
 * Reads the heads of sellers' event logs. Every issue and every step appends an event in its own transaction, so while the head is the same
 * no coupon of the seller has changed. The hash in a head distinguishes two histories where a cluster lost commits.
 * @param source if `dataVersion` is absent, every read goes to the server
 */
export function sellerHeads({ reader, dataVersion }: Pick<SqlEngine, 'reader' | 'dataVersion'>): FindHead {
  const known = new LRUCache<string, KnownHead>({ max: maxSellers })
  const read = async (sellerIds: readonly string[]): Promise<readonly (SellerHead | undefined)[]> => {
    const rows = await ifTableExists(reader.all(findEventHeads({ sellerIds: [...new Set(sellerIds)] })))
    const heads = new Map(rows?.map(sellerHeadOfRow))
    return sellerIds.map((sellerId) => rows && (heads.get(sellerId) ?? noEvents))
  }
  if (dataVersion === undefined) return askInBatches(read)
  return async (sellerId) => {
    const version = dataVersion()
    const latest = known.get(sellerId)
    if (latest?.dataVersion === version) return latest.head
    const [head] = await read([sellerId])
    known.set(sellerId, { dataVersion: version, head })
    return head
  }
}

const noEvents: SellerHead = { newestSeq: 0, newest: '0', identityVersion: 0, generation: 0 }
const maxSellers = 1_000
