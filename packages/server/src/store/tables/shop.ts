import { textOf } from '#database/cells'
import { inListTexts } from '#database/in-list'
import { assign, defineTable, insertInto, select } from '#database/table'
import type { Shop } from '#domain/master-data/master-data-store'
import type { EntryStatements } from './entry-statements.ts'

export const shopTable = defineTable({
  name: 'shop',
  key: ['seller_id', 'shop_code'],
  columns: ['seller_id', 'shop_code', 'shop_name', 'city', 'is_closed', 'changed_at_ms'],
})

const { text: columns, at } = select(shopTable.columns)
const inserted = insertInto(shopTable)
const changed = assign(['shop_name', 'city', 'is_closed', 'changed_at_ms'])

export const shopEntries: EntryStatements<Shop> = {
  insert: inserted.text,
  update: `UPDATE shop SET ${changed.text} WHERE seller_id = ? AND shop_code = ?`,
  find: inListTexts((marks) => `SELECT ${columns} FROM shop WHERE seller_id = ? AND shop_code IN (${marks})`),
  list: `SELECT ${columns} FROM shop WHERE seller_id = ? AND shop_code > ? ORDER BY shop_code LIMIT ?`,
  insertValues: (sellerId, entry) => {
    return inserted.encode({ seller_id: sellerId, shop_code: entry.code, ...changeable(entry) })
  },
  updateValues: (sellerId, entry) => [...changed.encode(changeable(entry)), sellerId, entry.code],
  ofRow: (row) => ({
    code: String(row[at.shop_code]),
    name: String(row[at.shop_name]),
    city: textOf(row[at.city]),
    isClosed: row[at.is_closed] === 1,
    changedAtMs: Number(row[at.changed_at_ms]),
  }),
}

function changeable({ name, city, isClosed, changedAtMs }: Shop) {
  return { shop_name: name, city, is_closed: isClosed ? 1 : 0, changed_at_ms: changedAtMs }
}
