import { chmodSync } from 'node:fs'
import Database from 'better-sqlite3'

/** Something that waits in a queue. */
export type QueuedItem = Readonly<{
  /** Rises with each item. */
  place: number
  /** Items of a lane are taken in order. */
  lane: string
  content: Uint8Array
  /** How often it was tried and refused. */
  refusals: number
  /** When it was added, epoch milliseconds. */
  atMs: number
}>

/** A queue in a file of its own. What it has survives the end of the process, and of the machine. */
export type DurableQueue = Readonly<{
  /** The items are durable when it returns. */
  add(items: readonly Omit<QueuedItem, 'place' | 'refusals'>[]): void
  lanes(): readonly string[]
  /** The first item of a lane. */
  first(lane: string): QueuedItem | undefined
  remove(place: number): void
  /** Counts that an item was refused. */
  refused(place: number): void
  waiting(): Readonly<{ items: number; oldestAtMs: number | undefined }>
  close(): void
}>

type Row = Readonly<{ place: number; lane: string; content: Buffer; refusals: number; at_ms: number }>

/**
 * Opens the file, and makes it where it is missing; only its owner can read it. What is removed is overwritten. Until it is closed, nobody
 * else can open it: two that take from one queue would mix up the order.
 * @throws an error of SQLite or of the system
 */
export function openDurableQueue(file: string): DurableQueue {
  const database = new Database(file, { timeout: 100 })
  chmodSync(file, 0o600)
  database.pragma('locking_mode = EXCLUSIVE')
  // Under an exclusive lock, a journal that is to be deleted stays with what was removed.
  database.pragma('journal_mode = TRUNCATE')
  database.pragma('synchronous = EXTRA')
  database.pragma('secure_delete = ON')
  database.exec(
    `BEGIN EXCLUSIVE;
    CREATE TABLE IF NOT EXISTS item (
      place INTEGER PRIMARY KEY AUTOINCREMENT, lane TEXT NOT NULL, content BLOB NOT NULL,
      refusals INTEGER NOT NULL DEFAULT 0, at_ms INTEGER NOT NULL
    );
    CREATE INDEX IF NOT EXISTS item_by_lane ON item (lane, place);
    COMMIT`,
  )
  const insert = database.prepare('INSERT INTO item (lane, content, at_ms) VALUES (?, ?, ?)')
  const first = database.prepare<[string], Row>('SELECT * FROM item WHERE lane = ? ORDER BY place LIMIT 1')
  const lanes = database.prepare<[], { lane: string }>('SELECT DISTINCT lane FROM item')
  const remove = database.prepare('DELETE FROM item WHERE place = ?')
  const refuse = database.prepare('UPDATE item SET refusals = refusals + 1 WHERE place = ?')
  const count = database.prepare<[], { items: number; oldest: number | null }>(
    'SELECT COUNT(*) AS items, MIN(at_ms) AS oldest FROM item',
  )
  const addAll = database.transaction((items: Parameters<DurableQueue['add']>[0]) => {
    for (const { lane, content, atMs } of items) insert.run(lane, content, atMs)
  })
  return {
    add: (items) => addAll.immediate(items),
    lanes: () => lanes.all().map(({ lane }) => lane),
    first(lane) {
      const row = first.get(lane)
      return row && { place: row.place, lane, content: row.content, refusals: row.refusals, atMs: row.at_ms }
    },
    remove: (place) => void remove.run(place),
    refused: (place) => void refuse.run(place),
    waiting() {
      const found = count.get()
      return { items: found?.items ?? 0, oldestAtMs: found?.oldest ?? undefined }
    },
    close: () => void database.close(),
  }
}
