import { bytesOf } from '#database/cells'
import { number, optionalNumber, optionalText, record, text } from '#database/record'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'
import type { NewWebhook, Webhook, WebhookKey } from '#domain/webhooks/webhook-store'

const name = record({ sellerId: text('seller_id'), webhookId: text('webhook_id'), url: text('url') })
const delivery = record({
  createdAtMs: number('created_at_ms'),
  cursorSeq: number('cursor_seq'),
  startedAtMs: number('started_at_ms'),
  failures: number('failures'),
  nextAttemptMs: number('next_attempt_ms'),
  lastError: optionalText('last_error'),
  lastErrorAtMs: optionalNumber('last_error_at_ms'),
  acknowledgedAtMs: optionalNumber('acknowledged_at_ms'),
  skippedEvents: number('skipped_events'),
  leaseOwner: optionalText('lease_owner'),
  leaseUntilMs: number('lease_until_ms'),
})

export const webhookTable = defineTable({
  name: 'webhook',
  key: ['seller_id', 'webhook_id'],
  columns: [...name.columns, 'secret_sealed', ...delivery.columns],
})

const { text: columns, at } = select(webhookTable.columns)
const [readName, readDelivery] = [name.decoder(at), delivery.decoder(at)]
const insertion = insertInto(webhookTable)

export const insertWebhook = insertion.text

/** A webhook with its secret, sealed for the row it is in. */
export type StoredWebhook = Readonly<{ webhook: Webhook; secretSealed: Uint8Array }>

/** The values of a webhook that has delivered nothing yet, for `insertWebhook`. */
export function encodeNewWebhook(webhook: NewWebhook, secretSealed: Uint8Array, nowMs: number): readonly SqlValue[] {
  const nothing = { failures: 0, nextAttemptMs: 0, skippedEvents: 0, leaseOwner: undefined, leaseUntilMs: 0 }
  const never = { lastError: undefined, lastErrorAtMs: undefined, acknowledgedAtMs: undefined }
  const begun = { createdAtMs: nowMs, cursorSeq: webhook.cursorSeq, startedAtMs: nowMs }
  const cells = delivery.cells({ ...begun, ...nothing, ...never })
  return insertion.encode({ ...name.cells(webhook), secret_sealed: secretSealed, ...cells })
}

/** Decodes a row of any of the queries here. */
export function webhookOfRow(row: SqlRow): StoredWebhook {
  const secretSealed = bytesOf(row[at.secret_sealed])
  if (secretSealed === undefined) throw new Error('a webhook row without a secret')
  return { webhook: { ...readName(row), ...readDelivery(row) }, secretSealed }
}

/** A sealed secret opens only in the row of its own webhook. */
export function webhookSecretContext({ sellerId, webhookId }: WebhookKey): Uint8Array {
  return Buffer.from(`webhook\0${sellerId}\0${webhookId}`, 'utf8')
}

/** Takes seller. At most as many rows as a seller may have webhooks. */
export const findWebhooks = `SELECT ${columns} FROM webhook WHERE seller_id = ?`

/**
 * Webhooks of all sellers that have events past their cursor. `CROSS JOIN` keeps SQLite from walking the heads of all sellers
 * instead of the few webhooks.
 */
export const findWebhooksBehind = `SELECT ${columns}
  FROM webhook CROSS JOIN event_head USING (seller_id) WHERE newest_seq > cursor_seq`

/** Takes seller and webhook. */
export const findWebhook = `SELECT ${columns} FROM webhook WHERE seller_id = ? AND webhook_id = ?`

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

/** The webhooks of all sellers. */
export const listAllWebhooks = `SELECT ${columns} FROM webhook`

/** Takes the sealed secret, seller and webhook. */
export const setWebhookSecret = 'UPDATE webhook SET secret_sealed = ? WHERE seller_id = ? AND webhook_id = ?'
