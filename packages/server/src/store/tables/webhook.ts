import { bytesOf, numberOf, textOf } from '#database/cells'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'
import type { NewWebhook, Webhook, WebhookKey } from '#domain/webhooks/webhook-store'

export const webhookTable = defineTable({
  name: 'webhook',
  key: ['seller_id', 'webhook_id'],
  columns: [
    'seller_id',
    'webhook_id',
    'url',
    'secret_sealed',
    'created_at_ms',
    'cursor_seq',
    'started_at_ms',
    'failures',
    'next_attempt_ms',
    'last_error',
    'last_error_at_ms',
    'acknowledged_at_ms',
    'skipped_events',
    'lease_owner',
    'lease_until_ms',
  ],
})

const { text: columns, at } = select(webhookTable.columns)
const insertion = insertInto(webhookTable)

export const insertWebhook = insertion.text

/** A webhook with its secret, sealed for the row it is in. */
export type StoredWebhook = Readonly<{ webhook: Webhook; secretSealed: Uint8Array }>

/** The values of a webhook that has delivered nothing yet, for `insertWebhook`. */
export function encodeNewWebhook(webhook: NewWebhook, secretSealed: Uint8Array, nowMs: number): readonly SqlValue[] {
  return insertion.encode({
    seller_id: webhook.sellerId,
    webhook_id: webhook.webhookId,
    url: webhook.url,
    secret_sealed: secretSealed,
    created_at_ms: nowMs,
    cursor_seq: webhook.cursorSeq,
    started_at_ms: nowMs,
    failures: 0,
    next_attempt_ms: 0,
    last_error: undefined,
    last_error_at_ms: undefined,
    acknowledged_at_ms: undefined,
    skipped_events: 0,
    lease_owner: undefined,
    lease_until_ms: 0,
  })
}

/** Decodes a row of any of the queries here. */
export function webhookOfRow(row: SqlRow): StoredWebhook {
  const secretSealed = bytesOf(row[at.secret_sealed])
  if (secretSealed === undefined) throw new Error('a webhook row without a secret')
  const webhook: Webhook = {
    sellerId: String(row[at.seller_id]),
    webhookId: String(row[at.webhook_id]),
    url: String(row[at.url]),
    createdAtMs: Number(row[at.created_at_ms]),
    cursorSeq: Number(row[at.cursor_seq]),
    startedAtMs: Number(row[at.started_at_ms]),
    failures: Number(row[at.failures]),
    nextAttemptMs: Number(row[at.next_attempt_ms]),
    lastError: textOf(row[at.last_error]),
    lastErrorAtMs: numberOf(row[at.last_error_at_ms]),
    acknowledgedAtMs: numberOf(row[at.acknowledged_at_ms]),
    skippedEvents: Number(row[at.skipped_events]),
    leaseOwner: textOf(row[at.lease_owner]),
    leaseUntilMs: Number(row[at.lease_until_ms]),
  }
  return { webhook, secretSealed }
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
