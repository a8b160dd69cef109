import { readCursor, writeCursor } from './search-cursor.ts'

/** Position in the export of a member: coupons come first, then orders, then events. */
export type ExportPosition = Readonly<{
  part: (typeof parts)[number]
  afterSeq: number
  /** The event of the first page: each page writes one, so without a bound small pages would never end. */
  upToEventSeq: number
}>

const parts = ['coupons', 'orders', 'events'] as const
const form = /^(.+)\.(\w+)\.(\d{1,15})$/

/** @param selector names the member to which the position is bound */
export function writeExportCursor({ part, afterSeq, upToEventSeq }: ExportPosition, selector: object): string {
  return `${writeCursor(afterSeq, { ...selector, part, upToEventSeq })}.${part}.${upToEventSeq}`
}

/** @returns undefined when it is not a cursor, or one of another member */
export function readExportCursor(cursor: string, selector: object): ExportPosition | undefined {
  const [, position = '', word, upTo] = form.exec(cursor) ?? []
  const part = parts.find((one) => one === word)
  if (part === undefined) return undefined
  const upToEventSeq = Number(upTo)
  const afterSeq = readCursor(position, { ...selector, part, upToEventSeq })
  return afterSeq === undefined ? undefined : { part, afterSeq, upToEventSeq }
}
