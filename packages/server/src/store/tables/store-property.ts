import type { BoundStatement, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto } from '#database/table'

export const storePropertyTable = defineTable({
  name: 'store_property',
  key: ['property_name'],
  columns: ['property_name', 'content'],
})

/** Which store it is, for checkpoints. */
export const idProperty = 'store_id'
/** What the store is served for. */
export const purposeProperty = 'purpose'
/** Names of the tables whose sealed sums were started, separated by commas. */
export const sumsProperty = 'sealed_sums'
/** What the last whole audit came to: a seal, then a list as JSON. */
export const lastAuditProperty = 'last_audit'
/** Id of the directory whose sellers the store keeps, and the store's name there. */
export const partProperty = 'part_of'
/** The part that the store has in a move. */
export const moveProperty = 'move'

const insertion = insertInto(storePropertyTable)

export function insertStoreProperty(propertyName: string, content: SqlValue): BoundStatement {
  return insertion({ property_name: propertyName, content })
}

export const findStoreProperty = sql`SELECT content FROM store_property WHERE property_name = ${p.text('propertyName')}`

export const deleteStoreProperty = sql`DELETE FROM store_property WHERE property_name = ${p.text('propertyName')}`
