/** Takes digest of the token, app key, seller, end and time. */
export const insertSession = `INSERT INTO app_session
  (token_digest, app_key, seller_id, expires_at_ms, created_at_ms) VALUES (?, ?, ?, ?, ?)`

/** Takes digest of the token. */
export const findSession = 'SELECT app_key, seller_id, expires_at_ms FROM app_session WHERE token_digest = ?'

const entryColumns = 'token_digest, app_key, seller_id, expires_at_ms, created_at_ms'

/** Walks all sessions, for an operator. */
export const listSessions = `SELECT ${entryColumns} FROM app_session ORDER BY created_at_ms, token_digest`

/** Takes app key. Walks all sessions, for an operator. */
export const listSessionsOfApp = `SELECT ${entryColumns} FROM app_session
  WHERE app_key = ? ORDER BY created_at_ms, token_digest`

/** Takes the first and the last digest that begin as asked for. */
export const findSessionsBetween = `SELECT ${entryColumns} FROM app_session WHERE token_digest BETWEEN ? AND ?`

/** Takes end and digest of the token. */
export const updateSessionEnd = 'UPDATE app_session SET expires_at_ms = ? WHERE token_digest = ?'

/** Takes digest of the token. */
export const deleteSession = 'DELETE FROM app_session WHERE token_digest = ?'
