import type { Entry, EntryQuery } from './master-data-store.ts'

/** `limit`: 1..1000 */
type Listing = Omit<EntryQuery, 'afterCode'> & Readonly<{ cursor: string | undefined }>

export type EntryPage<E> =
  | Readonly<{ kind: 'page'; entries: readonly E[]; nextCursor: string | undefined }>
  | Readonly<{ kind: 'invalid-cursor' }>

const cursorStart = 'n1.'

/** One page of master data, in order of codes. @param find reads one more than the page has */
export async function listEntries<E extends Entry>(
  { sellerId, cursor, limit }: Listing,
  find: (query: EntryQuery) => Promise<readonly E[]>,
): Promise<EntryPage<E>> {
  if (cursor !== undefined && !cursor.startsWith(cursorStart)) return { kind: 'invalid-cursor' }
  const found = await find({ sellerId, afterCode: cursor?.slice(cursorStart.length) ?? '', limit: limit + 1 })
  const entries = found.slice(0, limit)
  const nextCursor = found.length > limit ? cursorStart + (entries.at(-1)?.code ?? '') : undefined
  return { kind: 'page', entries, nextCursor }
}
