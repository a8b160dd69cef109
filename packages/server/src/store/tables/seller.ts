import { number, optionalNumber, optionalText, record, text } from '#database/record'
import type { SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'

const seller = record({
  sellerId: text('seller_id'),
  name: text('seller_name'),
  createdAtMs: number('created_at_ms'),
  /** The other store that keeps its data; undefined: this one. */
  storeName: optionalText('store_name'),
  /** In another store: the event of the directory up to which it has those of apps and people. */
  accessSeq: optionalNumber('access_seq'),
})

export const sellerTable = defineTable({ name: 'seller', key: ['seller_id'], columns: seller.columns })

const { text: columns, at } = select(sellerTable.columns)

export const insertSeller = insertInto(sellerTable)

export const findSeller = sql`SELECT ${columns} FROM seller WHERE seller_id = ${p.text('sellerId')}`

/** The sellers of a list that exist. */
export const findSellers = sql`SELECT ${columns} FROM seller WHERE seller_id IN (${p.texts('sellerIds')})`

/** The name in the row of a seller in the store into which a command moves it, until it is there. No other command has its id. */
export function comingFrom(storeName: string, commandId: string): string {
  return `<${storeName} ${commandId}`
}

/** The name while the rows of a move that was given up are removed. */
export const givenUp = '<'

/** Whether the name in the row of a seller says that any command moves it there from the store. */
export function isComingFrom(storeName: string, name: string): boolean {
  return name.startsWith(`<${storeName} `)
}

/** Whether the name in the row of a seller is that of the store which it is on its way from. */
export function isComing(storeName: string): boolean {
  return storeName.startsWith('<')
}

/** All sellers; there are few. */
export const listSellers = sql`SELECT ${columns} FROM seller ORDER BY seller_id`

/** The sellers whose rows name another store. */
export const listSellersOfOtherStores = sql`SELECT ${columns} FROM seller WHERE store_name IS NOT NULL`

/** The sellers whose data this store keeps. */
export const listOwnSellers = sql`SELECT ${columns} FROM seller WHERE store_name IS NULL ORDER BY seller_id`

/**
 * The sellers that are on their way into another store than the directory, or left it: their row names another store, and their head is
 * fenced. What is left of them is to be removed. Gives seller ids.
 */
export const listSellersElsewhere = sql`SELECT s.seller_id FROM seller s JOIN event_head h ON h.seller_id = s.seller_id
  WHERE s.store_name IS NOT NULL AND h.generation < 0`

/** The sellers whose data another store keeps, and who have coupons, members or orders in this one all the same; gives seller ids. */
export const listSellersOfTwoStores = sql`SELECT DISTINCT s.seller_id FROM seller s JOIN counter c ON c.seller_id = s.seller_id
  WHERE s.store_name IS NOT NULL ORDER BY s.seller_id`

export const setSellerStore = sql`UPDATE seller SET store_name = ${p.textOrNull('storeName')} WHERE seller_id = ${p.text('sellerId')}`

export const deleteSeller = sql`DELETE FROM seller WHERE seller_id = ${p.text('sellerId')}`

const heads = select(['seller_id', 'newest_seq'])

/** The newest events, in this store, of the sellers whose data another store keeps. */
export const findHeadsOfStore = sql`SELECT ${heads.of('h')} FROM seller s JOIN event_head h ON h.seller_id = s.seller_id
  WHERE s.store_name = ${p.text('storeName')}`

/** Decodes a row of `findHeadsOfStore`. */
export function headOfStoreRow(row: SqlRow): Readonly<{ sellerId: string; newestSeq: number }> {
  return { sellerId: String(row[heads.at.seller_id]), newestSeq: Number(row[heads.at.newest_seq]) }
}

/** Notes that a seller has the events of apps and people up to one of the directory. No row changes where it has. */
export const setAccessSeq = sql`UPDATE seller SET access_seq = ${p.number('accessSeq')}
  WHERE seller_id = ${p.text('sellerId')} AND COALESCE(access_seq, 0) < ${p.number('accessSeq')}`

/** Sellers, and those that have any rows without being listed; gives seller ids. */
export const listSellersWithRows = sql`SELECT seller_id FROM seller UNION SELECT seller_id FROM counter
  UNION SELECT seller_id FROM event_head UNION SELECT seller_id FROM coupon_template ORDER BY seller_id`

/** Sellers, and those that have coupons without being listed; gives seller ids. */
export const listSellersWithCoupons = sql`SELECT seller_id FROM seller UNION SELECT seller_id FROM counter ORDER BY seller_id`

/** Decodes a row of `findSeller` or `listSellers`. */
export const sellerOfRow = seller.decoder(at)
