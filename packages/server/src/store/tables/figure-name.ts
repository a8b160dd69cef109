import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'
import type { NameKind } from '#domain/figures/figures'

export const figureNameTable = defineTable({
  name: 'figure_name',
  key: ['seller_id', 'name_kind', 'name'],
  columns: ['seller_id', 'name_kind', 'name'],
})

const named = select(['name_kind', 'name'])
const insertion = insertInto(figureNameTable)

export const findFigureNames = sql`SELECT ${named.text} FROM figure_name WHERE seller_id = ${p.text('sellerId')}`

/** A name whose figures are kept apart. */
export type FigureNameRow = Readonly<{ kind: NameKind; name: string }>

/** Decodes a row of `findFigureNames`. */
export function figureNameOfRow(row: SqlRow): FigureNameRow {
  // Only this program writes the table, so the kind is not checked.
  return { kind: String(row[named.at.name_kind]) as NameKind, name: String(row[named.at.name]) }
}

export const insertFigureName = insertion.text

export function encodeFigureName(sellerId: string, { kind, name }: FigureNameRow): readonly SqlValue[] {
  return insertion.encode({ seller_id: sellerId, name_kind: kind, name })
}

export const deleteFigureNames = sql`DELETE FROM figure_name WHERE seller_id = ${p.text('sellerId')}`
