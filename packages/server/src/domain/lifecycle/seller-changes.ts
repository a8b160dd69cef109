import type { Category, EntryChange, Shop } from '#domain/master-data/master-data-store'
import type { ChangeOf } from './change-of.ts'

/** What acts can change of what a seller keeps beside coupons and members. */
export interface SellerChanges {
  /** Shops that are saved together, 1..500, with one event. */
  shopsSaved: readonly EntryChange<Shop>[]
  /** The same of categories. */
  categoriesSaved: readonly EntryChange<Category>[]
}

export function shopsSaved(shops: readonly EntryChange<Shop>[]): ChangeOf<'shopsSaved', readonly EntryChange<Shop>[]> {
  return { kind: 'shopsSaved', to: shops }
}

export function categoriesSaved(
  categories: readonly EntryChange<Category>[],
): ChangeOf<'categoriesSaved', readonly EntryChange<Category>[]> {
  return { kind: 'categoriesSaved', to: categories }
}
