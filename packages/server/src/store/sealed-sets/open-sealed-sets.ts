import type { SqlEngine } from '#database/sql-engine'
import { transactUpserting } from '#database/transact-upserting'
import type { Seals } from '#encryption/seals'
import { findSealedSet } from '#store/tables/sealed-set-statements'
import { openSealedSet } from './sealed-sets.ts'
import { sealedTables } from './sealed-tables.ts'

/** Creates the sealed sums of a new store, whose tables are empty. */
export async function openSealedSets(engine: SqlEngine, seals: Seals): Promise<void> {
  const standing = await Promise.all(sealedTables.map(({ table }) => engine.reader.one(findSealedSet, [table])))
  if (standing.every((row) => row !== undefined)) return
  await transactUpserting(engine, async (transaction) => {
    for (const set of sealedTables) await openSealedSet(transaction, seals, set)
  })
}
