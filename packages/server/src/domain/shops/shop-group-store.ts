/** A named list of shops of a seller. */
export type ShopGroup = Readonly<{
  name: string
  /** Comma list, each shop once. */
  shops: string
  /** Grows by one with every change; a group that is created again has none that it had before. */
  version: number
  setAtMs: number
}>

/** Groups of a seller for calls, at most a second old. */
export type ShopGroups = Readonly<{
  /** Names the present content of all groups; blank without any. */
  tag: string
  /** Comma lists by the names of groups. */
  shopsOf: ReadonlyMap<string, string>
}>

export interface ShopGroupReader {
  /** Maybe from memory that is at most a second old. */
  findGroups(sellerId: string): Promise<ShopGroups>
  /** With every change before the call. */
  findLatestGroups(sellerId: string): Promise<ShopGroups>
}

/** Looks groups up inside one work. */
export interface ShopGroupFinder {
  /** Those of the groups that have a shop. */
  findGroupsWithShop(names: readonly string[], shop: string): Promise<readonly string[]>
  /** Those of the groups that exist. */
  findExistingGroups(names: readonly string[]): Promise<readonly string[]>
}

export type GroupChange = Readonly<{
  sellerId: string
  name: string
  nowMs: number
  actor: string
  /** The call that did it. */
  requestId?: string | undefined
}>

export interface ShopGroupRegistry {
  /** In order of their names. */
  listGroups(sellerId: string): Promise<readonly ShopGroup[]>
  findGroup(sellerId: string, name: string): Promise<ShopGroup | undefined>
  /** Creates a group or replaces its shops, and appends a `shop_group` event. @param change.shops comma list, each shop once */
  setGroup(change: GroupChange & Readonly<{ shops: string }>): Promise<ShopGroup>
  /**
   * As `setGroup`, unless the group was changed meanwhile. A group that has these shops already stays as it is, so that a repeat does nothing.
   * @param change.seenVersion the version that the operator looked at; 0: there was none
   */
  setSeenGroup(change: GroupChange & Readonly<{ shops: string; seenVersion: number }>): Promise<ShopGroup | 'changed'>
  /** Deletes a group and appends a `shop_group` event. Coupons that name it are valid in none of its shops any longer. */
  deleteGroup(change: GroupChange): Promise<'deleted' | 'unknown'>
}
