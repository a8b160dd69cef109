/** The names that a code has. */
export type Entry = Readonly<{
  /** Code as tills and templates write it. */
  code: string
  name: string
  /** Epoch milliseconds of the last save that changed something. */
  changedAtMs: number
}>

/** A shop, named for people: where coupons are valid does not depend on it. */
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
  /** Whether a shop is in the list, or the list is empty: a seller without shops knows all of them. */
  isShopKnown(sellerId: string, code: string): Promise<boolean>
  listCategories(query: EntryQuery): Promise<readonly Category[]>
  /** Those of shops and categories that have names; any number of codes, none twice. */
  findNamed(sellerId: string, codes: Readonly<Record<NamedKind, readonly string[]>>): Promise<NamedEntries>
}

type NamedKind = 'shops' | 'categories'

export type NamedEntries = Readonly<Record<NamedKind, readonly Entry[]>>

export type EntryChange<E extends Entry> = Readonly<{ from: E | undefined; to: E }>
