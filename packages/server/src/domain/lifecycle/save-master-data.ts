import type { Category, Entry, EntryChange, Shop } from '#domain/master-data/master-data-store'
import { act, done, load } from './act.ts'
import type { Change } from './changes.ts'
import { categoriesSaved, shopsSaved } from './seller-changes.ts'
import { categoriesByCode, shopsByCode } from './seller-reads.ts'

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

/** `rows`: 1..500 without a fault (`findEntryFault`). */
type Saving<Row> = Readonly<{ rows: readonly Row[] }>

type Found<E extends Entry> = Readonly<{ stored: ReadonlyMap<string, E> }>

/** Creates shops and changes others, by their codes. */
export const saveShops = act<Saving<ShopRow>, Found<Shop>, SavedEntries>({
  reads: ({ rows }) => load({ stored: shopsByCode(codesOf(rows)) }),
  decide({ input, found, nowMs }) {
    const changes = input.rows.flatMap(({ code, name, city: sent, isClosed: closing }) => {
      const from = found.stored.get(code)
      const city = kept(sent, from?.city)
      const isClosed = closing ?? from?.isClosed ?? false
      const isSame = from?.name === name && from.city === city && from.isClosed === isClosed
      return isSame ? [] : [{ from, to: { code, name, city, isClosed, changedAtMs: nowMs } }]
    })
    return saved(changes, input.rows.length, shopsSaved)
  },
})

/** Creates categories and changes others, by their codes. */
export const saveCategories = act<Saving<CategoryRow>, Found<Category>, SavedEntries>({
  reads: ({ rows }) => load({ stored: categoriesByCode(codesOf(rows)) }),
  decide({ input, found, nowMs }) {
    const changes = input.rows.flatMap(({ code, name, parent: sent }) => {
      const from = found.stored.get(code)
      const parent = kept(sent, from?.parent)
      const isSame = from?.name === name && from.parent === parent
      return isSame ? [] : [{ from, to: { code, name, parent, changedAtMs: nowMs } }]
    })
    return saved(changes, input.rows.length, categoriesSaved)
  },
})

function codesOf(rows: readonly Readonly<{ code: string }>[]): readonly string[] {
  return rows.map(({ code }) => code)
}

function kept(sent: string | undefined, stored: string | undefined): string | undefined {
  if (sent === undefined) return stored
  return sent === '' ? undefined : sent
}

function saved<E extends Entry>(
  changes: readonly EntryChange<E>[],
  all: number,
  change: (some: readonly EntryChange<E>[]) => Change,
) {
  const created = changes.filter(({ from }) => from === undefined).length
  const answer = { created, changed: changes.length - created, unchanged: all - changes.length }
  return done(answer, changes.length === 0 ? [] : [change(changes)])
}
