import type { BoundStatement, SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'
import type { SavedView, ViewKey } from '#domain/people/saved-view'

/** Views of lists, each of one operator. */
export const savedViewTable = defineTable({
  name: 'saved_view',
  key: ['operator_name', 'seller_id', 'list_name', 'view_name'],
  columns: ['operator_name', 'seller_id', 'list_name', 'view_name', 'search_text', 'saved_at_ms'],
})

const { text: columns, at } = select(savedViewTable.columns)

const insertion = insertInto(savedViewTable)

/** Those of an operator for all sellers; there are few. */
export const findSavedViews = sql`SELECT ${columns} FROM saved_view WHERE operator_name = ${p.text('operator')}`

export const deleteSavedView = sql`DELETE FROM saved_view WHERE operator_name = ${p.text('operator')}
  AND seller_id = ${p.text('sellerId')} AND list_name = ${p.text('list')} AND view_name = ${p.text('name')}`

export function insertSavedView({ operator, sellerId, list, name }: ViewKey, view: SavedView): BoundStatement {
  return insertion({
    operator_name: operator,
    seller_id: sellerId,
    list_name: list,
    view_name: name,
    search_text: JSON.stringify(view.search),
    saved_at_ms: view.savedAtMs,
  })
}

export function savedViewOfRow(row: SqlRow): SavedView {
  return {
    sellerId: String(row[at.seller_id]),
    list: String(row[at.list_name]),
    name: String(row[at.view_name]),
    search: JSON.parse(String(row[at.search_text])),
    savedAtMs: Number(row[at.saved_at_ms]),
  }
}
