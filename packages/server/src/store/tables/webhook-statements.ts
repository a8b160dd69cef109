/** Columns that make a webhook, in the order in which rows carry them. */
const webhook = `seller_id, webhook_id, url, created_at_ms, cursor_seq, started_at_ms, failures, next_attempt_ms,
  last_error, last_error_at_ms, acknowledged_at_ms, skipped_events, lease_owner, lease_until_ms`

/** Takes seller, webhook, URL, sealed secret, time, cursor, time. */
export const insertWebhook = `INSERT INTO webhook
  (seller_id, webhook_id, url, secret_sealed, created_at_ms, cursor_seq, started_at_ms,
   failures, next_attempt_ms, skipped_events, lease_until_ms)
  VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0)`

/** Takes seller. At most as many rows as a seller may have webhooks. */
export const findWebhooks = `SELECT ${webhook} FROM webhook WHERE seller_id = ?`

/** Webhooks of all sellers: a small table, read whole once a tick, where a question per seller would cost one per seller. */
export const findAllWebhooks = `SELECT ${webhook} FROM webhook`

/** Takes seller and webhook. Its last column is the sealed secret. */
export const findWebhook = `SELECT ${webhook}, secret_sealed FROM webhook WHERE seller_id = ? AND webhook_id = ?`

/** Takes seller and webhook. */
export const deleteWebhook = 'DELETE FROM webhook WHERE seller_id = ? AND webhook_id = ?'

/** Takes cursor, time, seller and webhook. */
export const rewindWebhook = `UPDATE webhook SET cursor_seq = ?, started_at_ms = ?, failures = 0, next_attempt_ms = 0
  WHERE seller_id = ? AND webhook_id = ?`

/** Takes owner, end, seller, webhook, owner and the time now. */
export const takeWebhookLease = `UPDATE webhook SET lease_owner = ?, lease_until_ms = ?
  WHERE seller_id = ? AND webhook_id = ? AND (lease_owner = ? OR lease_until_ms <= ?)`

/** Takes seller, webhook and owner. */
export const releaseWebhookLease = `UPDATE webhook SET lease_until_ms = 0
  WHERE seller_id = ? AND webhook_id = ? AND lease_owner = ?`

const step = 'seller_id = ? AND webhook_id = ? AND lease_owner = ? AND cursor_seq = ?'

/** Takes new cursor, time, end of the lease, then seller, webhook, owner and old cursor. */
export const acknowledgeWebhook = `UPDATE webhook
  SET cursor_seq = ?, acknowledged_at_ms = ?, lease_until_ms = ?, failures = 0, next_attempt_ms = 0
  WHERE ${step}`

/** Takes error, time, time of the next attempt, then seller, webhook, owner and cursor. */
export const failWebhook = `UPDATE webhook
  SET failures = failures + 1, last_error = ?, last_error_at_ms = ?, next_attempt_ms = ?
  WHERE ${step}`

/** Takes new cursor, number of events, reason, time, then seller, webhook, owner and old cursor. */
export const skipWebhook = `UPDATE webhook
  SET cursor_seq = ?, skipped_events = skipped_events + ?, last_error = ?, last_error_at_ms = ?
  WHERE ${step}`
