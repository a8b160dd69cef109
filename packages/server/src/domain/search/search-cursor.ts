import { canonicalJson } from '#domain/lifecycle/lifecycle-store'

const form = /^c1\.(\d{1,16})\.([0-9a-z]{1,7})$/

/** The position where a search continues, bound to its filters. */
export function writeCursor(position: number, filter: object): string {
  return `c1.${position}.${fingerprint(filter)}`
}

/** @returns the position; undefined when it is not a cursor, or one of other filters */
export function readCursor(cursor: string, filter: object): number | undefined {
  const parts = form.exec(cursor)
  return parts !== null && parts[2] === fingerprint(filter) ? Number(parts[1]) : undefined
}

/** FNV-1a, 32 bits: finds mistakes; a forged cursor reveals nothing that its filters would not. */
function fingerprint(filter: object): string {
  let hash = 0x811c9dc5
  for (const unit of canonicalJson(filter)) {
    hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193)
  }
  return (hash >>> 0).toString(36)
}
