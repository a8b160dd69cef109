import { textOf } from '#database/cells'
import { inListTexts } from '#database/in-list'
import { assign, defineTable, insertInto, select } from '#database/table'
import type { Category } from '#domain/master-data/master-data-store'
import type { EntryStatements } from './entry-statements.ts'

export const categoryTable = defineTable({
  name: 'category',
  key: ['seller_id', 'category_code'],
  columns: ['seller_id', 'category_code', 'category_name', 'parent_code', 'changed_at_ms'],
})

const { text: columns, at } = select(categoryTable.columns)
const inserted = insertInto(categoryTable)
const changed = assign(['category_name', 'parent_code', 'changed_at_ms'])

export const categoryEntries: EntryStatements<Category> = {
  insert: inserted.text,
  update: `UPDATE category SET ${changed.text} WHERE seller_id = ? AND category_code = ?`,
  find: inListTexts((marks) => `SELECT ${columns} FROM category WHERE seller_id = ? AND category_code IN (${marks})`),
  list: `SELECT ${columns} FROM category WHERE seller_id = ? AND category_code > ? ORDER BY category_code LIMIT ?`,
  insertValues: (sellerId, entry) => {
    return inserted.encode({ seller_id: sellerId, category_code: entry.code, ...changeable(entry) })
  },
  updateValues: (sellerId, entry) => [...changed.encode(changeable(entry)), sellerId, entry.code],
  ofRow: (row) => ({
    code: String(row[at.category_code]),
    name: String(row[at.category_name]),
    parent: textOf(row[at.parent_code]),
    changedAtMs: Number(row[at.changed_at_ms]),
  }),
}

function changeable({ name, parent, changedAtMs }: Category) {
  return { category_name: name, parent_code: parent, changed_at_ms: changedAtMs }
}
