import { sqliteProfile } from '#database/ddl-profile'
import { migrate } from '#database/migrate'
import type { BoundStatement } from '#database/sql-engine'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import type { DeliveryQueue, NewWebhook, WebhookKey, WebhookRegistry } from '#domain/webhooks/webhook-store'
import { createDeliveryQueue, createWebhookRegistry } from '#store/access/webhooks'
import { migrations } from '#store/schema/migrations'
import { deleteWebhook, insertWebhook, rewindWebhook, webhookSecretContext } from '#store/tables/webhook'
import { openTestKeyring } from './test-keys.ts'

/** Its changes leave no event, so that tests of deliveries number events from 1. */
export type OpenWebhooks = Readonly<{
  registry: WebhookRegistry
  queue: DeliveryQueue
  addWebhook(webhook: NewWebhook, nowMs: number): Promise<void>
  removeWebhook(key: WebhookKey): Promise<void>
  replayWebhook(key: WebhookKey, afterSeq: number, nowMs: number): Promise<void>
  close(): Promise<void>
}>

/** Webhooks on a SQLite file, as one server process has them. */
export async function openWebhooks(file: string): Promise<OpenWebhooks> {
  const engine = await openSqliteEngine(file)
  await migrate(engine, sqliteProfile, migrations)
  const keyring = await openTestKeyring(engine)
  const write = async (statement: BoundStatement) => {
    await engine.transact((transaction) => transaction.run(statement))
  }
  return {
    addWebhook(webhook, nowMs) {
      const sealed = keyring.current.secrets.seal(webhook.secret, webhookSecretContext(webhook))
      return write(insertWebhook(webhook, sealed, nowMs))
    },
    removeWebhook: ({ sellerId, webhookId }) => write(deleteWebhook({ sellerId, webhookId })),
    replayWebhook: ({ sellerId, webhookId }, afterSeq, nowMs) =>
      write(rewindWebhook({ cursorSeq: afterSeq, startedAtMs: nowMs, sellerId, webhookId })),
    registry: createWebhookRegistry({ engine, keyring }),
    queue: createDeliveryQueue(engine, keyring),
    close: () => engine.close(),
  }
}
