/** What a code stands for. */
export type Entry = Readonly<{
  /** As tills and templates write it. */
  code: string
  name: string
  /** Epoch milliseconds of the last save that changed something. */
  changedAtMs: number
}>

/** A shop, named for people: no rule of coupons depends on it. */
export type Shop = Entry & Readonly<{ city: string | undefined; isClosed: boolean }>

/** A category of goods, named for people. `parent` is the code of another one, which need not be known. */
export type Category = Entry & Readonly<{ parent: string | undefined }>

export type EntryQuery = Readonly<{
  sellerId: string
  /** Only those after this code; blank: from the first. */
  afterCode: string
  limit: number
}>

/** Reads the master data of a seller, in order of codes. */
export interface MasterDataReader {
  listShops(query: EntryQuery): Promise<readonly Shop[]>
  findShop(sellerId: string, code: string): Promise<Shop | undefined>
  listCategories(query: EntryQuery): Promise<readonly Category[]>
}

export type EntryChange<E extends Entry> = Readonly<{ from: E | undefined; to: E }>

/**
 * Writes master data, inside one work. What is found is changed by no other work of the seller until this one ends. What is saved was looked
 * for before, and is told in one event. Both take 1..500 at a time.
 */
export interface MasterDataWriter {
  /** Those of the codes that exist. */
  findShops(codes: readonly string[]): Promise<ReadonlyMap<string, Shop>>
  saveShops(changes: readonly EntryChange<Shop>[]): Promise<void>
  /** Those of the codes that exist. */
  findCategories(codes: readonly string[]): Promise<ReadonlyMap<string, Category>>
  saveCategories(changes: readonly EntryChange<Category>[]): Promise<void>
}
