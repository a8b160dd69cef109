import { mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { writeDurably } from '#database/sqlite/synced-file'
import { fileOfRun, type RunPlace } from '#shadow/run/decided-run'
import { maskNumbers } from '#shadow/run/mask-numbers'

/** Writes that Yaoquan did and the CRM of today refused, for one reason. */
export type RefusedWrites = Readonly<{
  appKey: string
  method: string
  /** 0: the method itself said that it was not done. */
  code: number
  subCode: string
  count: number
  /** Epoch milliseconds. */
  lastAtMs: number
}>

type Written = Readonly<{ version: 1; refused: readonly RefusedWrites[] }>

/** Further reasons count with the last one. */
const maxRows = 200

const refusedFileOf = (run: RunPlace) => fileOfRun(run, 'refused')

/** @returns none where the file is missing or damaged: no call depends on it */
export function readRefusedWrites(run: RunPlace): readonly RefusedWrites[] {
  try {
    const written: Written | null = JSON.parse(readFileSync(refusedFileOf(run), 'utf8'))
    return written?.version === 1 && Array.isArray(written.refused) ? written.refused : []
  } catch {
    return []
  }
}

/** Counts one more, durably. @throws an Error of the system */
export function addRefusedWrite(
  run: RunPlace,
  { appKey, method, code, subCode, lastAtMs }: Omit<RefusedWrites, 'count'>,
): readonly RefusedWrites[] {
  const rows = readRefusedWrites(run)
  const named = { appKey, method: plainName(method), code, subCode: plainName(subCode || '-') }
  const place = rows.findIndex((row) => isSame(row, named))
  const known = place >= 0 ? place : rows.length >= maxRows ? rows.length - 1 : -1
  const changed =
    known < 0
      ? [...rows, { ...named, count: 1, lastAtMs }]
      : rows.map((row, index) => (index === known ? { ...row, count: row.count + 1, lastAtMs } : row))
  mkdirSync(dirname(refusedFileOf(run)), { recursive: true, mode: 0o700 })
  const written: Written = { version: 1, refused: changed }
  writeDurably(refusedFileOf(run), Buffer.from(JSON.stringify(written)))
  return changed
}

type Named = Pick<RefusedWrites, 'appKey' | 'method' | 'code' | 'subCode'>

/** A name as callers or the CRM made it up. */
function plainName(name: string): string {
  return /^[\w.:-]{1,80}$/.test(name) ? maskNumbers(name) : '…'
}

function isSame(one: Named, other: Named): boolean {
  return (
    one.appKey === other.appKey &&
    one.method === other.method &&
    one.code === other.code &&
    one.subCode === other.subCode
  )
}
