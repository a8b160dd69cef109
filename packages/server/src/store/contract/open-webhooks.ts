import type { DeliveryQueue, WebhookRegistry } from '../../domain/webhooks/webhook-store.ts'
import { createSealer } from '../keys/sealer.ts'
import { createCoupons } from '../migrations/0001-coupons.ts'
import { createWebhooks } from '../migrations/0003-webhooks.ts'
import { migrate } from '../migrations/migrate.ts'
import { openSqliteEngine } from '../sqlite/open-sqlite-engine.ts'
import { sqliteProfile } from '../sqlite/sqlite-profile.ts'
import { createDeliveryQueue } from '../webhooks/delivery-queue.ts'
import { createWebhookRegistry } from '../webhooks/webhook-registry.ts'

export type OpenWebhooks = Readonly<{ registry: WebhookRegistry; queue: DeliveryQueue; close(): Promise<void> }>

const nothing = { version: 2, statements: () => [] }

/** Webhooks on a SQLite file, as one server process has them. */
export async function openWebhooks(file: string): Promise<OpenWebhooks> {
  const engine = await openSqliteEngine(file)
  await migrate(engine, sqliteProfile, [createCoupons, nothing, createWebhooks])
  const sealer = createSealer(new Uint8Array(32).fill(7))
  return {
    registry: createWebhookRegistry(engine, sealer),
    queue: createDeliveryQueue(engine, sealer),
    close: () => engine.close(),
  }
}
