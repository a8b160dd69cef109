import { migrate } from '#database/migrate'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { sqliteProfile } from '#database/sqlite/sqlite-profile'
import type { DeliveryQueue, WebhookRegistry } from '#domain/webhooks/webhook-store'
import { migrations } from '#store/schema/migrations'
import { createDeliveryQueue } from '#store/webhooks/delivery-queue'
import { createWebhookRegistry } from '#store/webhooks/webhook-registry'
import { openTestKeyring } from './test-keys.ts'

export type OpenWebhooks = Readonly<{ registry: WebhookRegistry; queue: DeliveryQueue; close(): Promise<void> }>

/** Webhooks on a SQLite file, as one server process has them. */
export async function openWebhooks(file: string): Promise<OpenWebhooks> {
  const engine = await openSqliteEngine(file)
  await migrate(engine, sqliteProfile, migrations)
  const keyring = await openTestKeyring(engine)
  return {
    registry: createWebhookRegistry({ engine, keyring }),
    queue: createDeliveryQueue(engine, keyring),
    close: () => engine.close(),
  }
}
