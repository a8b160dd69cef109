import type { SqlRow, SqlValue } from '#database/sql-engine'
import type { Webhook, WebhookKey } from '#domain/webhooks/webhook-store'

/** A webhook out of a row of `findWebhook`, `findWebhooks` or `findAllWebhooks`. */
export function webhookOfRow(row: SqlRow): Webhook {
  const [sellerId, webhookId, url, createdAtMs, cursorSeq, startedAtMs, failures, nextAttemptMs, ...rest] = row
  const [lastError, lastErrorAtMs, acknowledgedAtMs, skippedEvents, leaseOwner, leaseUntilMs] = rest
  return {
    sellerId: String(sellerId),
    webhookId: String(webhookId),
    url: String(url),
    createdAtMs: Number(createdAtMs),
    cursorSeq: Number(cursorSeq),
    startedAtMs: Number(startedAtMs),
    failures: Number(failures),
    nextAttemptMs: Number(nextAttemptMs),
    lastError: textOf(lastError),
    lastErrorAtMs: numberOf(lastErrorAtMs),
    acknowledgedAtMs: numberOf(acknowledgedAtMs),
    skippedEvents: Number(skippedEvents),
    leaseOwner: textOf(leaseOwner),
    leaseUntilMs: Number(leaseUntilMs),
  }
}

/** A sealed secret opens only in the row of its own webhook. */
export function webhookSecretContext({ sellerId, webhookId }: WebhookKey): Uint8Array {
  return Buffer.from(`webhook\0${sellerId}\0${webhookId}`, 'utf8')
}

function textOf(value: SqlValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function numberOf(value: SqlValue | undefined): number | undefined {
  return value === null || value === undefined ? undefined : Number(value)
}
