import type { DateText } from '#domain/dates'
import type { KeptFinding } from '#domain/findings/finding'
import type { Category, Shop } from '#domain/master-data/master-data-store'
import type { WaitingRequest } from '#domain/people/waiting-request'
import type { VersionedPolicy } from '#domain/policy/seller-policy'
import type { RetentionPolicy, WaitingRetention } from '#domain/retention/retention-store'
import type { ShopGroup } from '#domain/shops/shop-group-store'
import type { GroupUse } from '#domain/templates/find-group-uses'
import type { ReadKindOf, ReadOf } from './change-of.ts'

/** What acts can see of what a seller keeps beside coupons and members. */
export interface SellerReads {
  /** Those of shops that exist, by their codes. */
  shops: ReadKindOf<readonly string[], ReadonlyMap<string, Shop>>
  /** Whether a shop is in the list of shops, or the list is empty. */
  knownShop: ReadKindOf<string, boolean>
  /** Those of shops that are not in the list of shops; none where the list is empty. */
  unknownShops: ReadKindOf<readonly string[], readonly string[]>
  /** Those of categories that are not in the list of categories; none where the list is empty. */
  unknownCategories: ReadKindOf<readonly string[], readonly string[]>
  /** Those of categories that exist, by their codes. */
  categories: ReadKindOf<readonly string[], ReadonlyMap<string, Category>>
  /** The rules of the seller, as they are without a change where it has none of its own. */
  sellerPolicy: ReadKindOf<undefined, VersionedPolicy>
  /** Undefined for a seller that never set one. */
  retentionPolicy: ReadKindOf<undefined, RetentionPolicy | undefined>
  /** Shorter periods that wait; undefined: none do. */
  waitingRetention: ReadKindOf<undefined, WaitingRetention | undefined>
  /** Those of the seller on which nobody decided. */
  waitingRequests: ReadKindOf<undefined, readonly WaitingRequest[]>
  /** A group of shops by its name. */
  shopGroup: ReadKindOf<string, ShopGroup | undefined>
  /** Templates that name a group of shops. It looks through all templates of the seller, page by page. */
  groupUses: ReadKindOf<string, readonly GroupUse[]>
  /** A finding of the report of a day by its id. It looks through the texts of all findings of the day, 10,000 at most, and decodes those of its order. */
  keptFinding: ReadKindOf<FindingOfDay, FoundFinding>
}

type FindingOfDay = Readonly<{ day: DateText; findingId: string }>

export type FoundFinding = KeptFinding | undefined

/** @param codes 1..500 */
export function shopsByCode(codes: readonly string[]): ReadOf<'shops', readonly string[]> {
  return { kind: 'shops', by: codes }
}

export function knownShop(code: string): ReadOf<'knownShop', string> {
  return { kind: 'knownShop', by: code }
}

export function unknownShops(codes: readonly string[]): ReadOf<'unknownShops', readonly string[]> {
  return { kind: 'unknownShops', by: codes }
}

export function unknownCategories(codes: readonly string[]): ReadOf<'unknownCategories', readonly string[]> {
  return { kind: 'unknownCategories', by: codes }
}

/** @param codes 1..500 */
export function categoriesByCode(codes: readonly string[]): ReadOf<'categories', readonly string[]> {
  return { kind: 'categories', by: codes }
}

export function sellerPolicy(): ReadOf<'sellerPolicy', undefined> {
  return { kind: 'sellerPolicy', by: undefined }
}

export function retentionPolicy(): ReadOf<'retentionPolicy', undefined> {
  return { kind: 'retentionPolicy', by: undefined }
}

export function waitingRetention(): ReadOf<'waitingRetention', undefined> {
  return { kind: 'waitingRetention', by: undefined }
}

export function waitingRequests(): ReadOf<'waitingRequests', undefined> {
  return { kind: 'waitingRequests', by: undefined }
}

export function shopGroup(name: string): ReadOf<'shopGroup', string> {
  return { kind: 'shopGroup', by: name }
}

export function groupUses(name: string): ReadOf<'groupUses', string> {
  return { kind: 'groupUses', by: name }
}

export function keptFinding(day: DateText, findingId: string): ReadOf<'keptFinding', FindingOfDay> {
  return { kind: 'keptFinding', by: { day, findingId } }
}
