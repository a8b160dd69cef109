import type { Category, Entry, EntryChange, MasterDataWriter, Shop } from '#domain/master-data/master-data-store'
import type { WriteCall, Written } from './lifecycle-store.ts'

/** A shop as it is sent: what is undefined stays as it is, a blank city is removed. */
export type ShopRow = Readonly<{
  code: string
  name: string
  city?: string | undefined
  isClosed?: boolean | undefined
}>

/** A category as it is sent: what is undefined stays as it is, a blank parent is removed. */
export type CategoryRow = Readonly<{ code: string; name: string; parent?: string | undefined }>

/** How many entries of a save were new, changed, or as they were before. */
export type SavedEntries = Readonly<{ created: number; changed: number; unchanged: number }>

type Save<Row> = WriteCall & Readonly<{ rows: readonly Row[] }>

/** Creates shops and changes others, by their codes. @param asked.rows 1..500 without a fault (`findEntryFault`) */
export function saveShops(asked: Save<ShopRow>): Promise<Written<SavedEntries, never>> {
  return saveEntries<ShopRow, Shop>(asked, {
    find: (writer, codes) => writer.findShops(codes),
    save: (writer, changes) => writer.saveShops(changes),
    merge: ({ code, name, city, isClosed }, from, changedAtMs) => ({
      ...{ code, name, changedAtMs, city: kept(city, from?.city) },
      isClosed: isClosed ?? from?.isClosed ?? false,
    }),
    isEqual: (left, right) => left.name === right.name && left.city === right.city && left.isClosed === right.isClosed,
  })
}

/** Creates categories and changes others, by their codes. @param asked.rows 1..500 without a fault (`findEntryFault`) */
export function saveCategories(asked: Save<CategoryRow>): Promise<Written<SavedEntries, never>> {
  return saveEntries<CategoryRow, Category>(asked, {
    find: (writer, codes) => writer.findCategories(codes),
    save: (writer, changes) => writer.saveCategories(changes),
    merge: ({ code, name, parent }, from, changedAtMs) => {
      return { code, name, changedAtMs, parent: kept(parent, from?.parent) }
    },
    isEqual: (left, right) => left.name === right.name && left.parent === right.parent,
  })
}

function kept(sent: string | undefined, stored: string | undefined): string | undefined {
  if (sent === undefined) return stored
  return sent === '' ? undefined : sent
}

type Kind<Row, E extends Entry> = Readonly<{
  find: (writer: MasterDataWriter, codes: readonly string[]) => Promise<ReadonlyMap<string, E>>
  save: (writer: MasterDataWriter, changes: readonly EntryChange<E>[]) => Promise<void>
  merge: (row: Row, from: E | undefined, changedAtMs: number) => E
  isEqual: (left: E, right: E) => boolean
}>

function saveEntries<Row extends Readonly<{ code: string }>, E extends Entry>(
  { lifecycle, request, rows }: Save<Row>,
  { find, save, merge, isEqual }: Kind<Row, E>,
): Promise<Written<SavedEntries, never>> {
  return lifecycle.writeOnce<SavedEntries, never>(request, async (writer) => {
    const stored = await find(
      writer,
      rows.map(({ code }) => code),
    )
    const changes = rows
      .map((row) => ({ from: stored.get(row.code), to: merge(row, stored.get(row.code), request.nowMs) }))
      .filter(({ from, to }) => from === undefined || !isEqual(from, to))
    if (changes.length > 0) await save(writer, changes)
    const created = changes.filter(({ from }) => from === undefined).length
    const answer = { created, changed: changes.length - created, unchanged: rows.length - changes.length }
    return { kind: 'done', answer }
  })
}
