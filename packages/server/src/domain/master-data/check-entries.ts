import type { Page, Paging } from '#domain/page'
import type { Rule } from '#domain/rule'
import type { Entry, EntryQuery } from './master-data-store.ts'

/** The most entries of one save. */
export const maxEntries = 500

/** A row that breaks a rule: its place from 0, and the property. */
export type EntryFault = Readonly<{ place: number; property: 'code' | 'name' | 'city' | 'parent'; rule: Rule }>

const rules = {
  code: {
    zh: '应为1到64个字符，不含逗号、顿号、分号与控制字符，不以 @ 开头',
    en: 'must have 1 to 64 characters, no comma, semicolon or control character, and not begin with @',
  },
  text: { zh: '应为1到64个字符，不含控制字符', en: 'must have 1 to 64 characters without control characters' },
  own: { zh: '不能是自己的编码', en: 'must not be the own code' },
  repeated: { zh: '在同一次保存中重复', en: 'is there twice in one save' },
} as const satisfies Record<string, Rule>

type CheckedRow = Readonly<{
  code: string
  name: string
  city?: string | undefined
  parent?: string | undefined
}>

/**
 * Checks entries before they are saved. A code is a member of the comma lists of templates, and `@` marks a group there.
 * @param rows trimmed; a blank city or parent says that there is none
 * @returns the first fault; undefined for rows that may be saved
 */
export function findEntryFault(rows: readonly CheckedRow[]): EntryFault | undefined {
  const codes = new Set<string>()
  for (const [place, row] of rows.entries()) {
    const { code, name, city = '', parent = '' } = row
    if (!isCode(code)) return { place, property: 'code', rule: rules.code }
    if (codes.has(code)) return { place, property: 'code', rule: rules.repeated }
    codes.add(code)
    if (!isText(name)) return { place, property: 'name', rule: rules.text }
    if (city !== '' && !isText(city)) return { place, property: 'city', rule: rules.text }
    if (parent !== '' && !isCode(parent)) return { place, property: 'parent', rule: rules.code }
    if (parent === code) return { place, property: 'parent', rule: rules.own }
  }
  return undefined
}

function isCode(text: string): boolean {
  return /^[^@,，、；;\p{Cc}][^,，、；;\p{Cc}]{0,63}$/u.test(text) && isText(text)
}

function isText(text: string): boolean {
  return text.length <= 64 && /^[^\p{Cc}]+$/u.test(text) && text.isWellFormed()
}

const cursorStart = 'n1.'

/** One page of master data, in order of codes. @param paging.limit 1..1000 @param find reads one more than the page has */
export async function listEntries<E extends Entry>(
  { sellerId, cursor, limit }: Paging,
  find: (query: EntryQuery) => Promise<readonly E[]>,
): Promise<Page<E>> {
  if (cursor !== undefined && !cursor.startsWith(cursorStart)) return { kind: 'invalid-cursor' }
  const found = await find({ sellerId, afterCode: cursor?.slice(cursorStart.length) ?? '', limit: limit + 1 })
  const rows = found.slice(0, limit)
  const nextCursor = found.length > limit ? cursorStart + (rows.at(-1)?.code ?? '') : undefined
  return { kind: 'page', rows, nextCursor }
}
