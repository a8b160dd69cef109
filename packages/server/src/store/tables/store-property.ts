import type { SqlValue } from '#database/sql-engine'
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
/** The part that the store has in a move. */
export const moveProperty = 'move'

const insertion = insertInto(storePropertyTable)

/** Takes the values of `encodeStoreProperty`. */
export const insertStoreProperty = insertion.text

export function encodeStoreProperty(name: string, content: SqlValue): readonly SqlValue[] {
  return insertion.encode({ property_name: name, content })
}

/** Takes name; gives the content. */
export const findStoreProperty = 'SELECT content FROM store_property WHERE property_name = ?'

/** Takes name. */
export const deleteStoreProperty = 'DELETE FROM store_property WHERE property_name = ?'
