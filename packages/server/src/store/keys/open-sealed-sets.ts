import { bytesOf, readValue } from '#database/record'
import type { SqlEngine, SqlReader, SqlTransaction } from '#database/sql-engine'
import { transactRepeating } from '#database/transactions'
import { findHeadWithSums } from '#store/tables/event-head'
import { listSealedSets } from '#store/tables/sealed-set'
import { deleteStoreProperty, findStoreProperty, insertStoreProperty, sumsProperty } from '#store/tables/store-property'
import type { Keyring } from './keyring.ts'
import { changeSealed, insertSum, readAll } from './sealed-sets.ts'
import { propertySet, sealedTables } from './sealed-tables.ts'

/**
 * Starts the sealed sums of a new store, and those that a step of the schema added: over no rows, since their tables are empty.
 * The store keeps which sums were started. One that is missing later was deleted and gets a seal that does not fit: sealed
 * over the present rows it would hide their edits.
 */
export async function openSealedSets(engine: SqlEngine, keyring: Keyring): Promise<void> {
  const [listed, stored] = [await readListed(engine.reader), await readStored(engine.reader)]
  if (sealedTables.every(({ table }) => listed?.has(table) && stored.has(table))) return
  await transactRepeating(engine, (transaction) => startSums(transaction, keyring))
}

async function startSums(transaction: SqlTransaction, keyring: Keyring): Promise<void> {
  const [before, stored] = [await readListed(transaction), await readStored(transaction)]
  const listed = before ?? ((await isFromBefore(transaction, stored)) ? new Set<string>() : allNames)
  const key = { property_name: sumsProperty }
  await changeSealed({ transaction, keyring, set: propertySet, key }, async () => {
    const content = Buffer.from([...new Set([...listed, ...allNames])].toSorted().join(','), 'utf8')
    await transaction.run(deleteStoreProperty({ propertyName: sumsProperty }))
    await transaction.run(insertStoreProperty(sumsProperty, content))
  })
  for (const set of sealedTables) {
    if (stored.has(set.table)) continue
    const isFirst = !listed.has(set.table)
    const rows = isFirst && set === propertySet ? await readAll(transaction, set) : []
    await insertSum({ transaction, keyring, set }, { rows, isFirst })
  }
}

const allNames: ReadonlySet<string> = new Set(sealedTables.map(({ table }) => table))

/**
 * Whether a store without a list is new or was written before stores had one. The sum over `store_property`, which the list is
 * in, is as old as the sums of tables in heads: where only the latter are left, both were deleted.
 */
async function isFromBefore(reader: SqlReader, stored: ReadonlySet<string>): Promise<boolean> {
  return stored.has(propertySet.table) || (await reader.one(findHeadWithSums())) === undefined
}

async function readListed(reader: SqlReader): Promise<ReadonlySet<string> | undefined> {
  const content = await readValue(reader, findStoreProperty({ propertyName: sumsProperty }))
  const bytes = bytesOf(content)
  const text = bytes === undefined ? String(content ?? '') : Buffer.from(bytes).toString('utf8')
  return content === undefined ? undefined : new Set(text.split(','))
}

async function readStored(reader: SqlReader): Promise<ReadonlySet<string>> {
  return new Set((await reader.all(listSealedSets())).map(([name]) => String(name)))
}
