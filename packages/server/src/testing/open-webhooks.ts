import { migrate } from '#database/migrate'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { sqliteProfile } from '#database/sqlite/sqlite-profile'
import type { DeliveryQueue, WebhookRegistry } from '#domain/webhooks/webhook-store'
import { createCipher } from '#encryption/cipher'
import { createSeals } from '#encryption/seals'
import { migrations } from '#store/schema/migrations'
import { createDeliveryQueue } from '#store/webhooks/delivery-queue'
import { createWebhookRegistry } from '#store/webhooks/webhook-registry'

export type OpenWebhooks = Readonly<{ registry: WebhookRegistry; queue: DeliveryQueue; close(): Promise<void> }>

/** Webhooks on a SQLite file, as one server process has them. */
export async function openWebhooks(file: string): Promise<OpenWebhooks> {
  const engine = await openSqliteEngine(file)
  await migrate(engine, sqliteProfile, migrations)
  const key = new Uint8Array(32).fill(7)
  const [cipher, seals] = [createCipher(key), createSeals(key)]
  return {
    registry: createWebhookRegistry({ engine, cipher, seals }),
    queue: createDeliveryQueue(engine, cipher),
    close: () => engine.close(),
  }
}
