/** Takes key, sealed secret, name, enabled, address list, method list (JSON texts), calls a day, a second, time. */
export const insertApp = `INSERT INTO app
  (app_key, secret_sealed, app_name, is_enabled, allowed_ips, allowed_methods, calls_per_day, calls_per_second, created_at_ms)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`

/** Takes app key. */
export const findApp = `SELECT
  secret_sealed, app_name, is_enabled, allowed_ips, allowed_methods, calls_per_day, calls_per_second
  FROM app WHERE app_key = ?`

/** Takes app key, seller and place in the list. */
export const insertAppChain = 'INSERT INTO app_chain (app_key, seller_id, list_place) VALUES (?, ?, ?)'

/** Takes app key. At most as many rows as an app has chains. */
export const findChainsOfApp = 'SELECT seller_id, list_place FROM app_chain WHERE app_key = ?'
