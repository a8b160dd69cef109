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

/** Position in the export of a member: coupons come first, then orders, then events. */
export type ExportPosition = Readonly<{
  part: (typeof parts)[number]
  afterSeq: number
  /** The event of the first page: each page writes one, so without a bound small pages would never end. */
  upToEventSeq: number
}>

const parts = ['coupons', 'orders', 'events'] as const
const exportForm = /^(.+)\.(\w+)\.(\d{1,15})$/

/** @param selector names the member to which the position is bound */
export function writeExportCursor({ part, afterSeq, upToEventSeq }: ExportPosition, selector: object): string {
  return `${writeCursor(afterSeq, { ...selector, part, upToEventSeq })}.${part}.${upToEventSeq}`
}

/** @returns undefined when it is not a cursor, or one of another member */
export function readExportCursor(cursor: string, selector: object): ExportPosition | undefined {
  const [, position = '', word, upTo] = exportForm.exec(cursor) ?? []
  const part = parts.find((one) => one === word)
  if (part === undefined) return undefined
  const upToEventSeq = Number(upTo)
  const afterSeq = readCursor(position, { ...selector, part, upToEventSeq })
  return afterSeq === undefined ? undefined : { part, afterSeq, upToEventSeq }
}
