import { readSync } from 'node:fs'
import { join } from 'node:path'
import { chunkBytes } from '#database/sqlite/log-frames'
import { writeDurably } from '#database/sqlite/synced-file'
import { OperatorError } from '#errors/operator-error'
import { type BackupManifest, manifestFile, readNewestManifest } from './backup-manifest.ts'
import { digestOf, keepChunk, keptDigests } from './chunk-files.ts'
import { keepChunkLists, readSoundLists } from './chunk-lists.ts'
import type { ChangePoint } from './copy-database.ts'
import type { StillDatabase } from './hold-database.ts'

type Keeping = Pick<BackupManifest, 'sellers' | 'storeId'> &
  Readonly<{
    /** Checks and reads all pages though it was done within the last 7 days. */
    isChecked?: boolean | undefined
    /** Point at which the database is held, and what was written before it. */
    changes?: ChangePoint | undefined
    damaged: (faults: string) => OperatorError
  }>

export type KeptSnapshot = Readonly<{
  /** When all pages and keys of the database were checked last: now, or for an earlier one in the folder. */
  checkedAtMs: number
  /** Size of the database. */
  bytes: number
  /** Bytes that were read and hashed; the others are as in the backup before. */
  readBytes: number
  /** Chunks that differ from the backup before, though nobody is known to have written them; counted when all are read. */
  unlistedChunks: number
  /** Bytes added on disk: the chunks that changed since those before, and the lists that name them, compressed. */
  addedBytes: number
}>

/**
 * Stores a database as chunks and a manifest in a folder. Unchanged chunks are shared with those before, and not read where the list of
 * changes does not name them. All pages and keys are checked, and everything is read, once in 7 days.
 * @throws OperatorError when the database is damaged
 */
export function keepSnapshot(
  folder: string,
  database: StillDatabase,
  { sellers, storeId, isChecked = false, changes, damaged }: Keeping,
): KeptSnapshot {
  const { takenAtMs, bytes, reader } = database
  const before = readNewestManifest(folder)
  const isCheckedNow = isChecked || before === undefined || isCheckDue(before, takenAtMs)
  if (isCheckedNow) {
    const faults = reader.pragma('integrity_check(1)', { simple: true })
    if (faults !== 'ok') throw damaged(String(faults))
  }
  const checkedAtMs = isCheckedNow ? takenAtMs : before.checkedAtMs
  const unchanged = changes?.chunks && before && unchangedChunks(folder, before, { written: changes.chunks, bytes })
  const { chunks, ...kept } = keepChunks(folder, database, { unchanged, readsAll: isCheckedNow })
  const { lists, addedBytes } = keepChunkLists(folder, chunks, { read: new Set(unchanged && before?.lists) })
  const manifest: BackupManifest = {
    format: 3,
    takenAtMs,
    checkedAtMs,
    bytes,
    lists,
    sellers,
    storeId,
    point: changes?.point,
  }
  const file = join(folder, 'backups', manifestFile(takenAtMs))
  writeDurably(file, Buffer.from(`${JSON.stringify(manifest)}\n`, 'utf8'))
  return { checkedAtMs, bytes, ...kept, addedBytes: kept.addedBytes + addedBytes }
}

/** Whether a backup after another one checks and reads all pages. */
export function isCheckDue({ checkedAtMs }: BackupManifest, nowMs: number): boolean {
  return nowMs - checkedAtMs >= checkEveryMs
}

const checkEveryMs = 7 * 86_400_000

/** @returns the digest of each chunk that is as it was; undefined in the place of the others, which are the first one, whose header is changed, and those that the end of the file is or was in; undefined when a list is missing or damaged */
function unchangedChunks(
  folder: string,
  before: BackupManifest,
  { written, bytes }: Readonly<{ written: ReadonlySet<number>; bytes: number }>,
): readonly (string | undefined)[] | undefined {
  const whole = Math.floor(Math.min(before.bytes, bytes) / chunkBytes)
  return readSoundLists(folder, before)
    ?.slice(0, whole)
    .map((digest, number) => (number === 0 || written.has(number) ? undefined : digest))
}

type Reading = Readonly<{
  unchanged: readonly (string | undefined)[] | undefined
  /** Reads the unchanged chunks too, and counts those that are not. */
  readsAll: boolean
}>

type KeptChunks = Readonly<{ chunks: readonly string[] }> &
  Pick<KeptSnapshot, 'addedBytes' | 'readBytes' | 'unlistedChunks'>

function keepChunks(
  folder: string,
  { handle, bytes }: StillDatabase,
  { unchanged = [], readsAll }: Reading,
): KeptChunks {
  // One that somebody deleted is stored again.
  const kept = readsAll || unchanged.length === 0 ? new Set<string>() : keptDigests(folder)
  const chunks: string[] = []
  const buffer = Buffer.alloc(chunkBytes)
  let [addedBytes, readBytes, unlistedChunks] = [0, 0, 0]
  for (let start = 0; start < bytes; start += chunkBytes) {
    const known = unchanged[chunks.length]
    if (known !== undefined && kept.has(known)) {
      chunks.push(known)
      continue
    }
    const content = buffer.subarray(0, Math.min(chunkBytes, bytes - start))
    readWhole(handle, content, start)
    readBytes += content.length
    if (start === 0) forgetLog(content)
    const digest = digestOf(content)
    if (known !== undefined && known !== digest) unlistedChunks += 1
    addedBytes += keepChunk(folder, digest, content)
    chunks.push(digest)
  }
  return { chunks, addedBytes, readBytes, unlistedChunks }
}

/** @throws OperatorError when the file is shorter */
function readWhole(handle: number, content: Uint8Array, position: number): void {
  for (let read = 0; read < content.length; ) {
    const length = readSync(handle, content, { offset: read, position: position + read })
    if (length === 0)
      throw new OperatorError({
        zh: '数据库文件不完整，未备份',
        en: 'the database file is cut short and was not backed up',
      })
    read += length
  }
}

/** A file by itself needs no log: bytes 18 and 19 of the header say whether it has one (https://www.sqlite.org/fileformat2.html#the_database_header). */
function forgetLog(header: Buffer): void {
  header.fill(1, 18, 20)
}
