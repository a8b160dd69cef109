import { allInList } from '#database/in-list'
import type { Loader } from '#domain/lifecycle/reads'
import type { SellerReads } from '#domain/lifecycle/seller-reads'
import type { Entry } from '#domain/master-data/master-data-store'
import { categoryEntries } from '#store/tables/category'
import type { EntryStatements } from '#store/tables/entry-statements'
import { shopEntries } from '#store/tables/shop'
import type { WriterParts } from './writer-parts.ts'

/** Loads what acts see of what a seller keeps beside coupons and members. */
export function sellerLoader(parts: WriterParts): Pick<Loader, keyof SellerReads> {
  return {
    shops: (codes) => loadEntries(parts, shopEntries, codes),
    categories: (codes) => loadEntries(parts, categoryEntries, codes),
  }
}

async function loadEntries<E extends Entry>(
  { unit, origin: { sellerId } }: WriterParts,
  { find, ofRow }: EntryStatements<E>,
  codes: readonly string[],
): Promise<ReadonlyMap<string, E>> {
  const rows = await allInList(unit, find, { sellerId, codes })
  return new Map(rows.map(ofRow).map((entry) => [entry.code, entry]))
}
