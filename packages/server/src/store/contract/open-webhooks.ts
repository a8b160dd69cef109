import type { DeliveryQueue, WebhookRegistry } from '../../domain/webhooks/webhook-store.ts'
import { createSealer } from '../keys/sealer.ts'
import { createSeals } from '../keys/seals.ts'
import { migrate } from '../migrations/migrate.ts'
import { migrations } from '../migrations/migrations.ts'
import { openSqliteEngine } from '../sqlite/open-sqlite-engine.ts'
import { sqliteProfile } from '../sqlite/sqlite-profile.ts'
import { createDeliveryQueue } from '../webhooks/delivery-queue.ts'
import { createWebhookRegistry } from '../webhooks/webhook-registry.ts'

export type OpenWebhooks = Readonly<{ registry: WebhookRegistry; queue: DeliveryQueue; close(): Promise<void> }>

/** Webhooks on a SQLite file, as one server process has them. */
export async function openWebhooks(file: string): Promise<OpenWebhooks> {
  const engine = await openSqliteEngine(file)
  await migrate(engine, sqliteProfile, migrations)
  const key = new Uint8Array(32).fill(7)
  const [sealer, seals] = [createSealer(key), createSeals(key)]
  return {
    registry: createWebhookRegistry({ engine, sealer, seals }),
    queue: createDeliveryQueue(engine, sealer),
    close: () => engine.close(),
  }
}
