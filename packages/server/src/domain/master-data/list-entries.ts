import type { Page, Paging } from '#domain/page'
import type { Entry, EntryQuery } from './master-data-store.ts'

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
