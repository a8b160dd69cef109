import { readSync } from 'node:fs'
import { join } from 'node:path'
import { writeDurably } from '#database/sqlite/synced-file'
import { OperatorError } from '#errors/operator-error'
import { type BackupManifest, listBackups, manifestFile, readManifest } from './backup-manifest.ts'
import { chunkBytes, digestOf, keepChunk } from './chunk-files.ts'
import type { StillDatabase } from './hold-database.ts'

type Keeping = Pick<BackupManifest, 'sellers'> &
  Readonly<{
    /** Checks all pages and keys though it was done within the last 7 days. */
    isChecked?: boolean | undefined
    damaged: (faults: string) => OperatorError
  }>

export type KeptSnapshot = Readonly<{
  /** When all pages and keys of the database were checked last: now, or for an earlier one in the folder. */
  checkedAtMs: number
  /** Size of the database. */
  bytes: number
  /** Bytes added on disk: the chunks that changed since those before, compressed. */
  addedBytes: number
}>

/**
 * Stores a database as chunks and a manifest in a folder. Unchanged chunks are shared with those before. All pages and keys are checked once
 * in 7 days.
 * @throws OperatorError when the database is damaged
 */
export function keepSnapshot(
  folder: string,
  database: StillDatabase,
  { sellers, isChecked, damaged }: Keeping,
): KeptSnapshot {
  const { takenAtMs, bytes, reader } = database
  const lastMs = isChecked ? undefined : findLastCheck(folder, takenAtMs)
  if (lastMs === undefined) {
    const faults = reader.pragma('integrity_check(1)', { simple: true })
    if (faults !== 'ok') throw damaged(String(faults))
  }
  const checkedAtMs = lastMs ?? takenAtMs
  const { addedBytes, chunks } = keepChunks(folder, database)
  const manifest: BackupManifest = { format: 2, takenAtMs, checkedAtMs, bytes, chunks, sellers }
  const file = join(folder, 'backups', manifestFile(takenAtMs))
  writeDurably(file, Buffer.from(`${JSON.stringify(manifest)}\n`, 'utf8'))
  return { checkedAtMs, bytes, addedBytes }
}

/** @returns the newest check of all pages; undefined if one is due */
function findLastCheck(folder: string, nowMs: number): number | undefined {
  const newest = listBackups(folder).at(-1)
  const checkedAtMs = newest === undefined ? undefined : readManifest(folder, newest).checkedAtMs
  return checkedAtMs !== undefined && nowMs - checkedAtMs < checkEveryMs ? checkedAtMs : undefined
}

const checkEveryMs = 7 * 86_400_000

type KeptChunks = Pick<BackupManifest, 'chunks'> & Readonly<{ addedBytes: number }>

function keepChunks(folder: string, { handle, bytes }: StillDatabase): KeptChunks {
  const chunks: string[] = []
  const buffer = Buffer.alloc(chunkBytes)
  let addedBytes = 0
  for (let start = 0; start < bytes; start += chunkBytes) {
    const content = buffer.subarray(0, Math.min(chunkBytes, bytes - start))
    readWhole(handle, content, start)
    if (start === 0) forgetLog(content)
    const digest = digestOf(content)
    addedBytes += keepChunk(folder, digest, content)
    chunks.push(digest)
  }
  return { chunks, addedBytes }
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
