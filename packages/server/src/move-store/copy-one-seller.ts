import { rowsInKeyOrder } from '#database/rows-in-key-order'
import type { SqlEngine, SqlRow } from '#database/sql-engine'
import { positional } from '#database/statement'
import { insertInto } from '#database/table'
import { emptyHead } from '#store/events/head-seal'
import { changeSealed } from '#store/keys/sealed-sets'
import { sellerSet } from '#store/keys/sealed-tables'
import { findNewestEvent, newestEventOfRow } from '#store/tables/chain-event'
import {
  deleteEventHead,
  eventHeadTable,
  fencedHeadRow,
  findEventHead,
  insertEventHead,
} from '#store/tables/event-head'
import { lockFigureCursor } from '#store/tables/figure-cursor'
import { memberKeyTable } from '#store/tables/member-key'
import { comingFrom, deleteSeller, findSeller, insertSeller, isComingFrom, sellerOfRow } from '#store/tables/seller'
import { copyErasedMembers } from './copy-erased-members.ts'
import { copyRequests } from './copy-requests.ts'
import { copySeller, dropRemovedEvents } from './copy-seller.ts'
import { guarded, type SellerSide, type SellerState } from './seller-side.ts'
import { earlyTables, lastTables, sealedOfSeller } from './seller-tables.ts'
import { syncTable } from './sync-table.ts'

export type SellerPair = Readonly<{ sellerId: string; from: SellerSide; to: SellerSide }>

/** `commandId`: of this command, which is the only one that writes into the target. */
export type SellerTaking = SellerPair & Readonly<{ commandId: string }>

type Copying = SellerTaking & Readonly<{ onCopied: (rows: number) => void }>

/** Whether the seller is on its way from the source, by whichever command. */
export function isOnItsWay({ from }: Pick<SellerPair, 'from'>): (state: SellerState) => boolean {
  return ({ store = '', isFenced }) => isFenced && isComingFrom(from.name, store)
}

/** Whether the target takes rows of this command: a later step, or another command, ends that. */
export function isTakingFrom({ from, commandId }: Pick<SellerTaking, 'from' | 'commandId'>) {
  return ({ store, isFenced }: SellerState): boolean => isFenced && store === comingFrom(from.name, commandId)
}

/** Writes only while the target takes rows of this command. */
function targetOf(pair: SellerTaking): SqlEngine {
  return guarded(pair.to.engine, pair.sellerId, isTakingFrom(pair))
}

/**
 * Copies what happened since the round before, while the source is in use.
 * @param requestsSinceMs an earlier round copied the calls before it
 * @returns events that the target lacked
 */
export async function copyRound(copying: Copying): Promise<number> {
  const { sellerId, from } = copying
  const target = targetOf(copying)
  const pair = { from: from.engine.reader, to: target, sellerId, isFenced: false }
  const tail = await copySeller({ ...pair, onCopied: copying.onCopied })
  await copyRequests(pair, undefined)
  for (const table of earlyTables) await syncTable({ ...pair, table })
  await dropRemovedEvents(target, sellerId)
  await setFencedHead(copying, target)
  await copyMemberKeys(copying)
  return tail
}

/** Copies the rest, with what servers work on, after the source was fenced. The head comes last. */
export async function copyRest(copying: Copying & Readonly<{ requestsSinceMs: number | undefined }>): Promise<void> {
  const { sellerId, from, requestsSinceMs } = copying
  const target = targetOf(copying)
  const pair = { from: from.engine.reader, to: target, sellerId, isFenced: false }
  await copySeller({ ...pair, onCopied: copying.onCopied })
  await copyRequests(pair, requestsSinceMs)
  await from.engine.transact((transaction) => transaction.run(lockFigureCursor({ sellerId })), { sellerId })
  for (const table of lastTables) await syncTable({ ...pair, table })
  await dropRemovedEvents(target, sellerId)
  // Before the keys: an erasure that a server ends meanwhile is not done in the target yet, which then destroys the key as well.
  const erased = { sellerId, isBeforeKeys: true }
  await copyErasedMembers(from.memberKeys.engine.reader, copying.to.memberKeys.engine, erased)
  await copyMemberKeys(copying)
  await copySealed(copying, target)
  const head = await from.engine.reader.one(findEventHead({ sellerId }))
  if (head === undefined) throw new Error(`seller ${sellerId} has no head in the source`)
  await target.transact((transaction) => replaceHead(transaction, sellerId, fencedHeadRow(head)))
}

/** In the target, the head is that of the events copied so far, and fenced. */
async function setFencedHead({ sellerId, to }: SellerPair, target: SqlEngine): Promise<void> {
  await target.transact(async (transaction) => {
    const row = await transaction.one(findNewestEvent({ sellerId }))
    if (row === undefined) return
    const { lastSeq, hash } = newestEventOfRow(row)
    await replaceHead(transaction, sellerId, emptyHead(to.keyring, sellerId, { newestSeq: lastSeq, hash }))
  })
}

type Writing = Parameters<Parameters<SqlEngine['transact']>[0]>[0]

export async function replaceHead(transaction: Writing, sellerId: string, row: SqlRow): Promise<void> {
  await transaction.run(deleteEventHead({ sellerId }))
  await transaction.insertMany(insertEventHead.text, [row])
}

/** The keys of members are in a database of their own, so the state of the seller is looked at before. */
async function copyMemberKeys(copying: SellerTaking): Promise<void> {
  const { sellerId, from, to } = copying
  await targetOf(copying).transact(async () => undefined)
  const keys = { from: from.memberKeys.engine.reader, to: to.memberKeys.engine, table: memberKeyTable, sellerId }
  await syncTable({ ...keys, isFenced: false })
  await to.memberKeys.purge()
}

/** Copies the rows that sealed sums of the store cover, and up to where the seller has the events of the directory. */
async function copySealed(copying: SellerTaking, target: SqlEngine): Promise<void> {
  const { sellerId, from, to } = copying
  const { reader } = from.engine
  const { keyring } = to
  const key = { seller_id: sellerId }
  for (const { table, set } of sealedOfSeller) {
    const rows: SqlRow[] = []
    for await (const row of rowsInKeyOrder(reader, { table, sellerId })) rows.push(row)
    await target.transact((transaction) =>
      changeSealed({ transaction, keyring, set, key }, async () => {
        await transaction.run(positional(`DELETE FROM ${table.name} WHERE seller_id = ?`, [sellerId]))
        await transaction.insertMany(insertInto(table).text, rows)
      }),
    )
  }
  await target.transact((transaction) => copySellerRow(copying, transaction))
}

/** Writes the row of the seller with the mark that it is on its way. */
export async function copySellerRow(taking: SellerTaking, transaction: Writing): Promise<void> {
  const { sellerId, from, to, commandId } = taking
  const row = await from.engine.reader.one(findSeller({ sellerId }))
  if (row === undefined) throw new Error(`seller ${sellerId} is not registered in the source`)
  const { name, createdAtMs, accessSeq } = sellerOfRow(row)
  const record = { seller_name: name, created_at_ms: createdAtMs, access_seq: accessSeq }
  const key = { seller_id: sellerId }
  await changeSealed({ transaction, keyring: to.keyring, set: sellerSet, key }, async () => {
    await transaction.run(deleteSeller({ sellerId }))
    await transaction.run(insertSeller({ ...key, ...record, store_name: comingFrom(from.name, commandId) }))
  })
}

/** Whether both heads say the same; one may be fenced. */
export async function isSameHead({ sellerId, from, to }: SellerPair): Promise<boolean> {
  const [left, right] = await Promise.all(
    [from, to].map(({ engine }) => engine.reader.one(findEventHead({ sellerId }))),
  )
  if (left === undefined || right === undefined) return false
  const text = (row: SqlRow) =>
    fencedHeadRow(row)
      .map((cell) => (cell instanceof Uint8Array ? Buffer.from(cell).toString('hex') : String(cell)))
      .join(' ')
  return eventHeadTable.columns.length === left.length && text(left) === text(right)
}
