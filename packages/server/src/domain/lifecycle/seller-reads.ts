import type { Category, Shop } from '#domain/master-data/master-data-store'
import type { ReadKindOf, ReadOf } from './read-kind.ts'

/** What acts can see of what a seller keeps beside coupons and members. */
export interface SellerReads {
  /** Those of shops that exist, by their codes. */
  shops: ReadKindOf<readonly string[], ReadonlyMap<string, Shop>>
  /** Those of categories that exist, by their codes. */
  categories: ReadKindOf<readonly string[], ReadonlyMap<string, Category>>
}

/** @param codes 1..500 */
export function shopsByCode(codes: readonly string[]): ReadOf<'shops', readonly string[]> {
  return { kind: 'shops', by: codes }
}

/** @param codes 1..500 */
export function categoriesByCode(codes: readonly string[]): ReadOf<'categories', readonly string[]> {
  return { kind: 'categories', by: codes }
}
