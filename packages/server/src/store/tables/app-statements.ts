/** The columns of an app but its key, in the order of `findApp` and `insertApp`. */
export const appColumns = [
  'secret_sealed',
  'app_name',
  'is_enabled',
  'allowed_ips',
  'allowed_methods',
  'calls_per_day',
  'calls_per_second',
  'created_at_ms',
  'preset',
  'denied_methods',
  'wire_charset',
  'masks_phones',
  'secret_set_at_ms',
  'old_secret_sealed',
  'old_secret_ends_at_ms',
  'old_secret_used_at_ms',
  'version',
] as const

/** Takes app key, then every column of `appColumns`; lists are JSON texts. */
export const insertApp = `INSERT INTO app (app_key, ${appColumns.join(', ')})
  VALUES (?, ${appColumns.map(() => '?').join(', ')})`

/** Takes app key. */
export const findApp = `SELECT ${appColumns.join(', ')} FROM app WHERE app_key = ?`

/** Takes every column of `appColumns`, app key, and the version that was read. */
export const updateApp = `UPDATE app SET ${appColumns.map((column) => `${column} = ?`).join(', ')}
  WHERE app_key = ? AND version = ?`

/** Apps are few. */
export const listApps = `SELECT app_key, ${appColumns.join(', ')} FROM app ORDER BY app_key`

/** Takes app key, seller and place in the list. */
export const insertAppSeller = 'INSERT INTO app_seller (app_key, seller_id, list_place) VALUES (?, ?, ?)'

/** Takes app key. At most as many rows as an app has sellers. */
export const findSellersOfApp = 'SELECT seller_id, list_place FROM app_seller WHERE app_key = ?'

/** Takes app key. */
export const deleteSellersOfApp = 'DELETE FROM app_seller WHERE app_key = ?'

/** Every app's sellers, in their order. */
export const listAppSellers = 'SELECT app_key, seller_id, list_place FROM app_seller ORDER BY app_key, list_place'

/** Takes time of use, app key, time of the newest secret, time of use. Leaves the version: no setting changes. */
export const recordOldSecretUse = `UPDATE app SET old_secret_used_at_ms = ?
  WHERE app_key = ? AND secret_set_at_ms = ? AND COALESCE(old_secret_used_at_ms, 0) < ?`
