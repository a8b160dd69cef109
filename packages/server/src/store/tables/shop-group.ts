import type { SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { assign, defineTable, insertInto, select } from '#database/table'
import type { ShopGroup } from '#domain/shops/shop-group-store'

/** `shops_text` is a comma list with a comma at either end, so that a shop is found by its text. */
export const shopGroupTable = defineTable({
  name: 'shop_group',
  key: ['seller_id', 'group_name'],
  columns: ['seller_id', 'group_name', 'version', 'shops_text', 'set_at_ms'],
})

const { text: columns, at } = select(shopGroupTable.columns)

export const insertShopGroup = insertInto(shopGroupTable)

export const listShopGroups = sql`SELECT ${columns} FROM shop_group WHERE seller_id = ${p.text('sellerId')} ORDER BY group_name`

export const findShopGroup = sql`SELECT ${columns} FROM shop_group WHERE seller_id = ${p.text('sellerId')} AND group_name = ${p.text('groupName')}`

/** What tells whether any group changed. */
export const listGroupVersions = sql`SELECT group_name, version, set_at_ms FROM shop_group
  WHERE seller_id = ${p.text('sellerId')} ORDER BY group_name`

/** Gives the names of those that have it. */
export const findGroupsWithShop = sql`SELECT group_name FROM shop_group
    WHERE seller_id = ${p.text('sellerId')} AND group_name IN (${p.texts('groupNames')}) AND INSTR(shops_text, ${p.text('shopText')}) > 0`

/** Gives the names of those that exist. */
export const findExistingGroups = sql`SELECT group_name FROM shop_group WHERE seller_id = ${p.text('sellerId')} AND group_name IN (${p.texts('groupNames')})`

const changedGroup = assign(['version', 'shops_text', 'set_at_ms'])

export const setShopGroup = sql`UPDATE shop_group SET ${changedGroup} WHERE seller_id = ${p.text('sellerId')} AND group_name = ${p.text('groupName')}`

export const deleteShopGroup = sql`DELETE FROM shop_group WHERE seller_id = ${p.text('sellerId')} AND group_name = ${p.text('groupName')}`

/** A shop, or a comma list of shops, as `shops_text` has it. */
export function shopText(shops: string): string {
  return `,${shops},`
}

/** Decodes a row of `listShopGroups` or `findShopGroup`. */
export function shopGroupOfRow(row: SqlRow): ShopGroup {
  return {
    name: String(row[at.group_name]),
    shops: String(row[at.shops_text]).slice(1, -1),
    version: Number(row[at.version]),
    setAtMs: Number(row[at.set_at_ms]),
  }
}
