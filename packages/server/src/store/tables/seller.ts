import { number, record, text } from '#database/record'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'

const seller = record({
  sellerId: text('seller_id'),
  name: text('seller_name'),
  createdAtMs: number('created_at_ms'),
})

export const sellerTable = defineTable({ name: 'seller', key: ['seller_id'], columns: seller.columns })

const { text: columns, at } = select(sellerTable.columns)

export const insertSeller = insertInto(sellerTable)

export const findSeller = sql`SELECT ${columns} FROM seller WHERE seller_id = ${p.text('sellerId')}`

/** The sellers of a list that exist. */
export const findSellers = sql`SELECT ${columns} FROM seller WHERE seller_id IN (${p.texts('sellerIds')})`

/** All sellers; there are few. */
export const listSellers = sql`SELECT ${columns} FROM seller ORDER BY seller_id`

/** Sellers, and those that have any rows without being listed; gives seller ids. */
export const listSellersWithRows = sql`SELECT seller_id FROM seller UNION SELECT seller_id FROM counter
  UNION SELECT seller_id FROM event_head UNION SELECT seller_id FROM coupon_template ORDER BY seller_id`

/** Sellers, and those that have coupons without being listed; gives seller ids. */
export const listSellersWithCoupons = sql`SELECT seller_id FROM seller UNION SELECT seller_id FROM counter ORDER BY seller_id`

/** Decodes a row of `findSeller` or `listSellers`. */
export const sellerOfRow = seller.decoder(at)
