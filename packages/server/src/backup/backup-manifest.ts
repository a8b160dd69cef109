import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode } from '#database/sqlite/data-folder'
import { OperatorError } from '#errors/operator-error'
import { isDigest } from './chunk-files.ts'

/** One backup: the database at one moment, as lists of chunks. */
export type BackupManifest = Readonly<{
  format: 3
  /** Epoch milliseconds of the snapshot: everything acknowledged before is in it. */
  takenAtMs: number
  /** Epoch milliseconds of the newest backup up to this one whose pages and keys were all checked. */
  checkedAtMs: number
  /** Size of the database file. */
  bytes: number
  /** SHA-256 of each list of chunks in order, hexadecimal (`chunk-lists.ts`). */
  lists: readonly string[]
  /** SHA-256 of each chunk in order, in a manifest of the former format 2, which has no lists. */
  chunks?: readonly string[] | undefined
  /** The newest event of each seller. */
  sellers: readonly SellerHead[]
  /** Hexadecimal id of the store, or of the one whose keys of members these are; earlier versions did not write it. */
  storeId?: string | undefined
  /** Point in the list of changes of the file, beside it, from which on the next backup reads only what was written. */
  point?: string | undefined
}>

export type SellerHead = Readonly<{ sellerId: string; events: number }>

const manifestName = /^(\d{13,16})\.json$/

/** File name of a backup in the folder `backups`. */
export function manifestFile(takenAtMs: number): string {
  return `${takenAtMs}.json`
}

/** @returns the moments of all backups in a folder, oldest first; none when there is no such folder */
export function listBackups(folder: string): readonly number[] {
  return namesIn(join(folder, 'backups'))
    .flatMap((name) => manifestName.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => a - b)
}

/** @returns the newest backup of a folder; undefined without one. @throws OperatorError when it is damaged */
export function readNewestManifest(folder: string): BackupManifest | undefined {
  const newest = listBackups(folder).at(-1)
  return newest === undefined ? undefined : readManifest(folder, newest)
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}

/** @throws OperatorError when it cannot be read or is not what a backup wrote */
export function readManifest(folder: string, takenAtMs: number): BackupManifest {
  const file = join(folder, 'backups', manifestFile(takenAtMs))
  let cause: unknown
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (isManifest(value) && value.takenAtMs === takenAtMs) return { ...value, lists: value.lists ?? [] }
    if (formatOf(value) === refusedFormat) throw isOfFormerFormat(folder)
  } catch (error) {
    if (error instanceof OperatorError) throw error
    cause = error
  }
  throw new OperatorError({ zh: `${file} 已损坏或不是备份`, en: `${file} is damaged or no backup` }, { cause })
}

/**
 * Refuses a folder of backups or keys that an earlier development version wrote: what is in it would never be removed.
 * @throws OperatorError when it is one
 */
export function refuseFormerFormat(folder: string): void {
  if (namesIn(folder).some((name) => formerKeyCopy.test(name))) throw isOfFormerFormat(folder)
  readNewestManifest(folder)
}

/**
 * Refuses a folder with backups of another store, or copies of its keys: each would be removed for those of the other, a restore would take
 * either, and repeat erasures of one in the other, where the same numbers are other members.
 * @param manifest one of the folder
 * @throws OperatorError when it is one
 */
export function refuseFolderOfOtherStore(
  folder: string,
  manifest: BackupManifest | undefined,
  storeId: string | undefined,
): void {
  if (!isOfOtherStore(manifest, storeId)) return
  throw new OperatorError({
    zh: `${folder} 有另一个存储的备份：请为每个存储用各自的目录`,
    en: `${folder} has backups of another store: use a folder of its own for each store`,
  })
}

/** Whether a backup is of another store. One without an id, or of a store without one, counts as its own. */
export function isOfOtherStore(manifest: BackupManifest | undefined, storeId: string | undefined): boolean {
  const found = manifest?.storeId
  return found !== undefined && storeId !== undefined && found !== storeId
}

const refusedFormat = 1
const formerKeyCopy = /^\d{13,16}\.db$/

function isOfFormerFormat(folder: string): OperatorError {
  return new OperatorError({
    zh: `${folder} 是早期开发版本的备份或会员密钥目录：请改用新目录，并删除它`,
    en: `${folder} has backups or keys of members of an earlier development version: use a new folder, and delete this one`,
  })
}

function formatOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined
}

function isManifest(value: unknown): value is Omit<BackupManifest, 'lists'> & Partial<Pick<BackupManifest, 'lists'>> {
  if (typeof value !== 'object' || value === null) return false
  const { format, bytes, checkedAtMs, chunks, lists } = value as Partial<Record<keyof BackupManifest, unknown>>
  const areNumbers = Number.isSafeInteger(bytes) && Number.isSafeInteger(checkedAtMs)
  const digests = format === 3 ? lists : format === 2 ? chunks : undefined
  return areNumbers && Array.isArray(digests) && digests.every(isDigest)
}
