import { allInList } from '#database/in-list'
import type { UnitOfWork } from '#database/unit-of-work'
import type { EventKind } from '#domain/events/event-store'
import type { Category, Entry, EntryChange, MasterDataWriter, Shop } from '#domain/master-data/master-data-store'
import type { ChainHead, Origin } from '#store/events/chain-head'
import { categoryEntries } from '#store/tables/category'
import type { EntryStatements } from '#store/tables/entry-statements'
import { shopEntries } from '#store/tables/shop'

type Parts = Readonly<{ unit: UnitOfWork; origin: Origin; head: ChainHead }>

/** Writes master data inside one transaction. */
export function createMasterDataWriter(parts: Parts): MasterDataWriter {
  return {
    findShops: (codes) => find(parts, shopEntries, codes),
    saveShops: (changes) => save(parts, shopEntries, { changes, kind: 'shop', textOf: textOfShops }),
    findCategories: (codes) => find(parts, categoryEntries, codes),
    saveCategories: (changes) => save(parts, categoryEntries, { changes, kind: 'category', textOf: textOfCategories }),
  }
}

function textOfShops(shops: readonly Shop[]): string {
  return JSON.stringify({
    shops: shops.map(({ code, name, city, isClosed: closed }) => ({ code, name, city, closed })),
  })
}

function textOfCategories(categories: readonly Category[]): string {
  return JSON.stringify({
    categories: categories.map(({ code, name, parent }) => ({ code, name, parent_code: parent })),
  })
}

async function find<E extends Entry>(
  { unit, origin, head }: Parts,
  { find: byCodes, ofRow }: EntryStatements<E>,
  codes: readonly string[],
): Promise<ReadonlyMap<string, E>> {
  // So that changes at the same time follow one another.
  await head.lock()
  const rows = await allInList(unit, byCodes, { sellerId: origin.sellerId, codes })
  return new Map(rows.map(ofRow).map((entry) => [entry.code, entry]))
}

type Saving<E extends Entry> = Readonly<{
  changes: readonly EntryChange<E>[]
  kind: EventKind
  /** The text of entries in events. */
  textOf: (entries: readonly E[]) => string
}>

async function save<E extends Entry>(
  { unit, origin: { sellerId }, head }: Parts,
  { insertion, encode, update }: EntryStatements<E>,
  { changes, kind, textOf }: Saving<E>,
): Promise<void> {
  const former = changes.flatMap(({ from }) => (from === undefined ? [] : [from]))
  for (const { from, to } of changes) {
    if (from !== undefined) await unit.run(update(sellerId, to))
  }
  const added = changes.flatMap(({ from, to }) => (from === undefined ? [encode(sellerId, to)] : []))
  if (added.length > 0) unit.insert(insertion, added)
  const before = former.length === 0 ? undefined : textOf(former)
  await head.append([{ kind, count: 1, before, after: textOf(changes.map(({ to }) => to)) }])
}
