import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { errorCode } from '#database/sqlite/data-folder'
import { OperatorError } from '#errors/operator-error'
import { writeDurably } from './chunk-files.ts'

/** A member that was erased. Kept beside the copies of keys, so that a restored backup does not bring it back. */
export type Tombstone = Readonly<{ sellerId: string; memberNo: number; erasedAtMs: number }>

/** File in the folder of keys. */
export function tombstonesFile(folder: string): string {
  return join(folder, 'erased-members.json')
}

/** Writes all that are known: those of the file stay. */
export function keepTombstones(folder: string, tombstones: readonly Tombstone[]): void {
  const file = tombstonesFile(folder)
  const rows = unitedTombstones([...(readTombstones(file) ?? []), ...tombstones]).map(
    ({ sellerId, memberNo, erasedAtMs }) => ({ seller_id: sellerId, member_no: memberNo, erased_at_ms: erasedAtMs }),
  )
  writeDurably(file, Buffer.from(`${JSON.stringify({ format: 1, erased: rows })}\n`, 'utf8'))
}

/** One for each member: the latest. */
export function unitedTombstones(tombstones: readonly Tombstone[]): readonly Tombstone[] {
  const byMember = new Map<string, Tombstone>()
  for (const tombstone of tombstones) {
    const name = `${tombstone.memberNo} ${tombstone.sellerId}`
    const known = byMember.get(name)
    if (known === undefined || known.erasedAtMs < tombstone.erasedAtMs) byMember.set(name, tombstone)
  }
  return [...byMember.values()]
}

/** @returns undefined when there is no such file. @throws OperatorError when it is not what a backup wrote */
export function readTombstones(file: string): readonly Tombstone[] | undefined {
  let cause: unknown
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (isTombstoneFile(value)) {
      return value.erased.map((row) => ({
        ...{ sellerId: row.seller_id, memberNo: row.member_no, erasedAtMs: row.erased_at_ms },
      }))
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    cause = error
  }
  throw new OperatorError(`${file} 已损坏 (the list of erased members is damaged)`, { cause })
}

type Row = Readonly<{ seller_id: string; member_no: number; erased_at_ms: number }>

function isTombstoneFile(value: unknown): value is Readonly<{ erased: readonly Row[] }> {
  if (typeof value !== 'object' || value === null || !('format' in value) || !('erased' in value)) return false
  return value.format === 1 && Array.isArray(value.erased) && value.erased.every(isRow)
}

function isRow(value: unknown): value is Row {
  if (typeof value !== 'object' || value === null) return false
  const { seller_id, member_no, erased_at_ms } = value as Partial<Record<keyof Row, unknown>>
  return typeof seller_id === 'string' && Number.isSafeInteger(member_no) && Number.isSafeInteger(erased_at_ms)
}

/** The erasures that a database with keys of members knows, without those that may yet be rolled back. */
export function listTombstones(keys: Database.Database): readonly Tombstone[] {
  const text = 'SELECT seller_id, member_no, erased_at_ms FROM erased_member WHERE step > 0'
  const rows = keys.prepare<[], [string, number, number]>(text).raw().all()
  return rows.map(([sellerId, memberNo, erasedAtMs]) => ({ sellerId, memberNo, erasedAtMs }))
}
