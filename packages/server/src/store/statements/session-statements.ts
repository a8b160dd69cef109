/** Takes digest of the token, app key, seller, end and time. */
export const insertSession = `INSERT INTO app_session
  (token_digest, app_key, seller_id, expires_at_ms, created_at_ms) VALUES (?, ?, ?, ?, ?)`

/** Takes digest of the token. */
export const findSession = 'SELECT app_key, seller_id, expires_at_ms FROM app_session WHERE token_digest = ?'
