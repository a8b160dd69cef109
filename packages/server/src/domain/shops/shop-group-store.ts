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
  /** Reads the groups with every change before the call. */
  findLatestGroups(sellerId: string): Promise<ShopGroups>
}

/** Looks groups up inside one work. */
export interface ShopGroupFinder {
  /** Those of the groups that have a shop. */
  findGroupsWithShop(names: readonly string[], shop: string): Promise<readonly string[]>
  /** Those of the groups that exist. */
  findExistingGroups(names: readonly string[]): Promise<readonly string[]>
}

/** Reads groups as they are stored. */
export interface StoredGroups {
  /** Reads groups in the order of their names. */
  listGroups(sellerId: string): Promise<readonly ShopGroup[]>
  findGroup(sellerId: string, name: string): Promise<ShopGroup | undefined>
}
