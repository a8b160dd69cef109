import { existsSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type Database from 'better-sqlite3'
import { OperatorError } from '#errors/operator-error'
import { erasureListFile, readErasureList } from '#store/keys/erasure-list'
import { isBackedUpPlace } from '#store/keys/keys-folder'
import type { ErasureList, ListedErasure } from '#store/keys/list-lines'

/** What lists say about erasures. */
export type KnownErasures = Readonly<{
  erased: readonly ListedErasure[]
  /** Later erasures are unknown; Infinity where the data folder that writes the list is at its place. */
  untilMs: number
}>

/** Folders that may contain lists. */
type ListPlaces = Readonly<{
  /** The folder of key copies. */
  folder: string
  /** The data folder that is restored. */
  dataDir: string
  /** A list that the operator names. */
  named: string | undefined
}>

/**
 * Reads all lists: of the folder of keys, of the data folder that is restored, the one that is named, and that of the data folder which
 * writes any of them, if it is at its place on this machine.
 * @returns undefined when there is none
 * @throws OperatorError when one is damaged, or the named one is missing
 */
export function readKnownErasures({ folder, dataDir, named }: ListPlaces): KnownErasures | undefined {
  if (named !== undefined && !existsSync(named))
    throw new OperatorError({ zh: `没有此文件：${named}`, en: `no such file: ${named}` })
  const files = [erasureListFile(folder), erasureListFile(dataDir), ...(named === undefined ? [] : [named])]
  const known = files.flatMap((file) => knownIn(file))
  if (known.length === 0) return undefined
  return {
    erased: unitedErasures(known.flatMap(({ erased }) => erased)),
    untilMs: Math.max(...known.map(({ untilMs }) => untilMs)),
  }
}

/** What a list says, and the one of the data folder that writes it. */
function knownIn(file: string): readonly KnownErasures[] {
  const list = readErasureList(file)
  if (list === undefined) return []
  const { dataFolder, listId } = list
  if (isInUse(file)) return [{ erased: list.erased, untilMs: Number.POSITIVE_INFINITY }]
  const own = { erased: list.erased, untilMs: knownUntil(list) }
  if (dataFolder === undefined) return [own]
  const writer = erasureListFile(dataFolder)
  const written = readErasureList(writer)
  // Another store may be there by now.
  return written?.listId === listId ? [own, ...knownIn(writer)] : [own]
}

/** Whether it is the list in a data folder that was neither moved nor copied since its last backup. Erasures are listed there first. */
function isInUse(file: string): boolean {
  const folder = dirname(file)
  return basename(file) === basename(erasureListFile(folder)) && isBackedUpPlace(folder)
}

/** An erasure that is listed was begun after all those that had been answered were listed. */
function knownUntil({ knownUntilMs, erased }: ErasureList): number {
  return erased.reduce((latest, { erasedAtMs }) => Math.max(latest, erasedAtMs), knownUntilMs)
}

/** One for each member: the latest; in their order. */
export function unitedErasures(erased: readonly ListedErasure[]): readonly ListedErasure[] {
  const byMember = new Map<string, ListedErasure>()
  for (const one of erased) {
    const name = `${one.memberNo} ${one.sellerId}`
    const known = byMember.get(name)
    if (known === undefined || known.erasedAtMs < one.erasedAtMs) byMember.set(name, one)
  }
  return [...byMember.values()].toSorted((left, right) => left.erasedAtMs - right.erasedAtMs)
}

/** The erasures that a database with keys of members knows, without those that may yet be rolled back. */
export function erasuresIn(keys: Database.Database): readonly ListedErasure[] {
  const rows = keys.prepare<[], [string, number, number]>(listErasures).raw().all()
  return rows.map(([sellerId, memberNo, erasedAtMs]) => ({ sellerId, memberNo, erasedAtMs }))
}

const listErasures = 'SELECT seller_id, member_no, erased_at_ms FROM erased_member WHERE step > 0'
