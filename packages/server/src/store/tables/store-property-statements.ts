/** Takes name and content. */
export const insertStoreProperty = 'INSERT INTO store_property (property_name, content) VALUES (?, ?)'

/** Takes name. */
export const findStoreProperty = 'SELECT content FROM store_property WHERE property_name = ?'

/** Takes name. */
export const deleteStoreProperty = 'DELETE FROM store_property WHERE property_name = ?'
