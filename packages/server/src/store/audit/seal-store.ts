import type { SqlEngine, SqlTransaction } from '#database/sql-engine'
import { transactUpserting } from '#database/transact-upserting'
import type { Seals } from '#encryption/seals'
import type { Subkeys } from '#encryption/subkeys'
import { headSeal } from '#store/events/head-seal'
import { markSealed } from '#store/phones/key-check'
import { openSealedSet } from '#store/sealed-sets/sealed-sets'
import { sealedTables } from '#store/sealed-sets/sealed-tables'
import { findEventHead, setEventHead } from '#store/tables/event-statements'
import { findSealedSet } from '#store/tables/sealed-set-statements'
import { sumRequests } from './verify-requests.ts'

/** Makes the sealed sums of a new store, whose tables are empty. */
export async function openSealedSets(engine: SqlEngine, seals: Seals): Promise<void> {
  const standing = await Promise.all(sealedTables.map(({ table }) => engine.reader.one(findSealedSet, [table])))
  if (standing.every((row) => row !== undefined)) return
  await transactUpserting(engine, async (transaction) => {
    for (const set of sealedTables) await openSealedSet(transaction, seals, set)
  })
}

/**
 * Seals a store from before rows were sealed in its present state, in one transaction: no other server may write meanwhile.
 * Broken off, it is done again at the next start.
 */
export async function sealStore(engine: SqlEngine, seals: Seals, keys: Subkeys): Promise<void> {
  await transactUpserting(engine, async (transaction) => {
    const heads = await transaction.all('SELECT seller_id FROM event_head', [])
    for (const [sellerId] of heads) await sealSeller(transaction, seals, String(sellerId))
    for (const set of sealedTables) await openSealedSet(transaction, seals, set)
    await markSealed(transaction, keys)
  })
}

async function sealSeller(transaction: SqlTransaction, seals: Seals, sellerId: string): Promise<void> {
  const requests = await sumRequests({ reader: transaction, sellerId, seals })
  const [newestSeq, hash] = (await transaction.one(findEventHead, [sellerId])) ?? []
  if (!(hash instanceof Uint8Array)) throw new Error('the seller has no head of events')
  const seal = headSeal(seals, { sellerId, newestSeq: Number(newestSeq), hash, requests })
  await transaction.run(setEventHead, [Number(newestSeq), hash, requests.count, requests.sum, seal, sellerId])
}
