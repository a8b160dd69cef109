import type { SqlEngine } from '#database/sql-engine'
import { transactRepeating } from '#database/transact-repeating'
import type { Seals } from '#encryption/seals'
import { openSealedSet, readSealedSet } from './sealed-sets.ts'
import { sealedTables } from './sealed-tables.ts'

/** Creates the sealed sums of a new store, whose tables are empty. */
export async function openSealedSets(engine: SqlEngine, seals: Seals): Promise<void> {
  const stored = await Promise.all(sealedTables.map((set) => readSealedSet(engine.reader, set)))
  if (stored.every((set) => set !== undefined)) return
  await transactRepeating(engine, async (transaction) => {
    for (const set of sealedTables) await openSealedSet(transaction, seals, set)
  })
}
