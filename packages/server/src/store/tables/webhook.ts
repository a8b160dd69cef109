import { bytesOf, number, optionalNumber, optionalText, record, text } from '#database/record'
import type { BoundStatement, SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
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

/** A webhook with its secret, sealed for the row it is in. */
export type StoredWebhook = Readonly<{ webhook: Webhook; secretSealed: Uint8Array }>

/** Inserts a webhook that has delivered nothing yet. */
export function insertWebhook(webhook: NewWebhook, secretSealed: Uint8Array, nowMs: number): BoundStatement {
  const nothing = { failures: 0, nextAttemptMs: 0, skippedEvents: 0, leaseOwner: undefined, leaseUntilMs: 0 }
  const never = { lastError: undefined, lastErrorAtMs: undefined, acknowledgedAtMs: undefined }
  const begun = { createdAtMs: nowMs, cursorSeq: webhook.cursorSeq, startedAtMs: nowMs }
  const cells = delivery.cells({ ...begun, ...nothing, ...never })
  return insertion({ ...name.cells(webhook), secret_sealed: secretSealed, ...cells })
}

/** Decodes a row of any of the queries here. */
export function webhookOfRow(row: SqlRow): StoredWebhook {
  const secretSealed = bytesOf(row[at.secret_sealed])
  if (secretSealed === undefined) throw new Error('a webhook row without a secret')
  return { webhook: { ...readName(row), ...readDelivery(row) }, secretSealed }
}

/** The webhooks of rows in the order in which they were added. */
export function webhooksOfRows(rows: readonly SqlRow[]): readonly Webhook[] {
  return rows.map((row) => webhookOfRow(row).webhook).toSorted(inOrderOfAddition)
}

function inOrderOfAddition(left: Webhook, right: Webhook): number {
  return left.createdAtMs - right.createdAtMs || (left.webhookId < right.webhookId ? -1 : 1)
}

/** A sealed secret opens only in the row of its own webhook. */
export function webhookSecretContext({ sellerId, webhookId }: WebhookKey): Uint8Array {
  return Buffer.from(`webhook\0${sellerId}\0${webhookId}`, 'utf8')
}

/** At most as many rows as a seller may have webhooks. */
export const findWebhooks = sql`SELECT ${columns} FROM webhook WHERE seller_id = ${p.text('sellerId')}`

/**
 * Webhooks of all sellers that have events past their cursor. `CROSS JOIN` keeps SQLite from walking the heads of all sellers
 * instead of the few webhooks.
 */
export const findWebhooksBehind = sql`SELECT ${columns}
  FROM webhook CROSS JOIN event_head USING (seller_id) WHERE newest_seq > cursor_seq`

export const findWebhook = sql`SELECT ${columns} FROM webhook WHERE seller_id = ${p.text('sellerId')} AND webhook_id = ${p.text('webhookId')}`

export const deleteWebhook = sql`DELETE FROM webhook WHERE seller_id = ${p.text('sellerId')} AND webhook_id = ${p.text('webhookId')}`

export const rewindWebhook = sql`UPDATE webhook SET cursor_seq = ${p.number('cursorSeq')}, started_at_ms = ${p.number('startedAtMs')}, failures = 0, next_attempt_ms = 0
  WHERE seller_id = ${p.text('sellerId')} AND webhook_id = ${p.text('webhookId')}`

export const takeWebhookLease = sql`UPDATE webhook SET lease_owner = ${p.text('owner')}, lease_until_ms = ${p.number('leaseUntilMs')}
  WHERE seller_id = ${p.text('sellerId')} AND webhook_id = ${p.text('webhookId')} AND (lease_owner = ${p.text('owner')} OR lease_until_ms <= ${p.number('nowMs')})`

export const releaseWebhookLease = sql`UPDATE webhook SET lease_until_ms = 0
  WHERE seller_id = ${p.text('sellerId')} AND webhook_id = ${p.text('webhookId')} AND lease_owner = ${p.text('owner')}`

const step = sql`seller_id = ${p.text('sellerId')} AND webhook_id = ${p.text('webhookId')}
  AND lease_owner = ${p.text('owner')} AND cursor_seq = ${p.number('fromSeq')}`

export const acknowledgeWebhook = sql`UPDATE webhook
  SET cursor_seq = ${p.number('cursorSeq')}, acknowledged_at_ms = ${p.number('nowMs')}, lease_until_ms = ${p.number('leaseUntilMs')}, failures = 0, next_attempt_ms = 0
  WHERE ${step}`

export const failWebhook = sql`UPDATE webhook
  SET failures = failures + 1, last_error = ${p.text('error')}, last_error_at_ms = ${p.number('nowMs')}, next_attempt_ms = ${p.number('nextAttemptMs')}
  WHERE ${step}`

export const skipWebhook = sql`UPDATE webhook
  SET cursor_seq = ${p.number('cursorSeq')}, skipped_events = skipped_events + ${p.number('events')}, last_error = ${p.text('error')}, last_error_at_ms = ${p.number('nowMs')}
  WHERE ${step}`

/** The webhooks of all sellers. */
export const listAllWebhooks = sql`SELECT ${columns} FROM webhook`

export const setWebhookSecret = sql`UPDATE webhook SET secret_sealed = ${p.bytes('secretSealed')} WHERE seller_id = ${p.text('sellerId')} AND webhook_id = ${p.text('webhookId')}`
