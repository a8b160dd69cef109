import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SqlEngine, SqlReader } from '#database/sql-engine'
import { positional } from '#database/statement'
import { keyOf, type Table } from '#database/table'
import { emptyHead } from '#store/events/head-seal'
import { changeSealed } from '#store/keys/sealed-sets'
import { sellerSet } from '#store/keys/sealed-tables'
import { deleteEventHead } from '#store/tables/event-head'
import { memberKeyTable } from '#store/tables/member-key'
import { deleteSeller } from '#store/tables/seller'
import { replaceHead } from './copy-one-seller.ts'
import { tableTexts } from './moved-tables.ts'
import { guarded, type SellerSide, type SellerState } from './seller-side.ts'
import { removedTables, sealedOfSeller } from './seller-tables.ts'

/** Rows of one transaction: other sellers write in between. */
const blockSize = 500

type Removal = Readonly<{
  side: SellerSide
  sellerId: string
  /** The name in the row of the seller: with another one, another command has begun to move it here. */
  store: string | undefined
  onRemoved: (rows: number) => void
}>

/** The seller is elsewhere, or not here yet: what the store has of it may be removed. */
export function isElsewhere({ store, isFenced }: SellerState): boolean {
  return store !== undefined && isFenced
}

/**
 * Removes the rows of a seller that another store keeps, in small transactions. Two things stay: its row, which names that store, and its
 * fenced head, which refuses writes. The list of its erased members stays too, since its numbers order the erasures of this store.
 */
export async function removeSeller({ side, sellerId, store, onRemoved }: Removal): Promise<void> {
  const engine = guarded(side.engine, sellerId, (state) => isElsewhere(state) && state.store === store)
  const { keyring } = side
  const key = { seller_id: sellerId }
  // First: what is left of the seller is never taken for the whole.
  await engine.transact((transaction) => replaceHead(transaction, sellerId, emptyHead(keyring, sellerId)))
  for (const { table, set } of sealedOfSeller) {
    await engine.transact((transaction) =>
      changeSealed({ transaction, keyring, set, key }, () =>
        transaction.run(positional(`DELETE FROM ${table.name} WHERE seller_id = ?`, [sellerId])),
      ),
    )
  }
  for (const table of removedTables) await removeRows(engine, table, { sellerId, onRemoved })
  const beforeEach = () => engine.transact(async () => undefined)
  await removeRows(side.memberKeys.engine, memberKeyTable, { sellerId, onRemoved, beforeEach })
  await side.memberKeys.purge()
}

/** Whether a store has rows of a seller beside those that say where it is. */
export async function hasRows({ engine, memberKeys }: SellerSide, sellerId: string): Promise<boolean> {
  for (const table of [...removedTables, ...sealedOfSeller.map((sealed) => sealed.table)]) {
    if (await hasAny(engine.reader, table, sellerId)) return true
  }
  return hasAny(memberKeys.engine.reader, memberKeyTable, sellerId)
}

async function hasAny(reader: SqlReader, { name }: Table, sellerId: string): Promise<boolean> {
  return (await reader.one(positional(`SELECT 1 FROM ${name} WHERE seller_id = ? LIMIT 1`, [sellerId]))) !== undefined
}

/** The store knows the seller no more, after its rows were removed. */
export async function forgetSeller({ side, sellerId }: Pick<Removal, 'side' | 'sellerId'>): Promise<void> {
  const { engine, keyring } = side
  await guarded(engine, sellerId, isElsewhere).transact(async (transaction) => {
    const key = { seller_id: sellerId }
    await transaction.run(deleteEventHead({ sellerId }))
    await changeSealed({ transaction, keyring, set: sellerSet, key }, () => transaction.run(deleteSeller({ sellerId })))
  })
}

type Removed = Pick<Removal, 'sellerId' | 'onRemoved'> & Readonly<{ beforeEach?: () => Promise<void> }>

async function removeRows(
  engine: SqlEngine,
  table: Table,
  { sellerId, onRemoved, beforeEach }: Removed,
): Promise<void> {
  const some = `SELECT ${table.columns.join(', ')} FROM ${table.name} WHERE seller_id = ? LIMIT ${blockSize}`
  const { delete: text } = tableTexts(table)
  for (;;) {
    await beforeEach?.()
    const rows = await engine.reader.all(positional(some, [sellerId]))
    if (rows.length === 0) return
    const writes = rows.map((row) => ({ kind: 'run', statement: positional(text, keyOf(table, row)) }) as const)
    await engine.transact((transaction) => transaction.writeAll(writes), { sellerId })
    onRemoved(rows.length)
    await nextTurn()
  }
}
