import type { EventKind } from '#domain/events/event-store'
import type { SellerChanges } from '#domain/lifecycle/seller-changes'
import { maskPhonesInText } from '#domain/mask-phones-in-text'
import type { Category, Entry, EntryChange, Shop } from '#domain/master-data/master-data-store'
import { categoryEntries } from '#store/tables/category'
import type { EntryStatements } from '#store/tables/entry-statements'
import { shopEntries } from '#store/tables/shop'
import { type Appliers, oneByOne } from './appliers.ts'
import { applyFindingHandled } from './apply-findings.ts'
import { ruleAppliers } from './apply-rules.ts'
import type { WriterParts } from './writer-parts.ts'

/** Writes what acts change of what a seller keeps beside coupons and members. */
export const sellerAppliers: Pick<Appliers, keyof SellerChanges> = {
  ...ruleAppliers,
  findingHandled: oneByOne(applyFindingHandled),
  orderNumbered: oneByOne(async ({ head }, { orderId, shop }) => {
    const after = JSON.stringify({ order_id: masked(orderId), shop: masked(shop) })
    head.append([{ kind: 'order_numbered', count: 1, after }])
  }),
  shopsSaved: oneByOne((parts, changes) => {
    return saveEntries(parts, shopEntries, { changes, kind: 'shop', textOf: textOfShops })
  }),
  categoriesSaved: oneByOne((parts, changes) => {
    return saveEntries(parts, categoryEntries, { changes, kind: 'category', textOf: textOfCategories })
  }),
}

/** Without a list of shops, what somebody typed as one may be a phone. */
function masked(text: string): string {
  return maskPhonesInText(text).text
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

type Saving<E extends Entry> = Readonly<{
  changes: readonly EntryChange<E>[]
  kind: EventKind
  /** The text of entries in events. */
  textOf: (entries: readonly E[]) => string
}>

async function saveEntries<E extends Entry>(
  { unit, origin: { sellerId }, head }: WriterParts,
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
  head.append([{ kind, count: 1, before, after: textOf(changes.map(({ to }) => to)) }])
}
