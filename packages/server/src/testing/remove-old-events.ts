import type { Store } from '#store/open-store'
import { administer } from './administer.ts'
import { setRetention } from './change-rules.ts'
import { countFigures } from './count-figures.ts'
import { pass } from './retention-pass.ts'

const dayMs = 86_400_000
const days = 90

type Removal = Readonly<{
  sellerId: string
  /** Events that are older are removed, epoch milliseconds. */
  beforeMs: number
  /** For all webhooks: events up to it were acknowledged. The newest one if it is left out. */
  acknowledgedSeq?: number
  /** Whether figures are to count the events first, as they do beside a server. They are unless it is false. */
  isCounted?: boolean
}>

/** Removes old events of a seller as a pass does. @returns how many */
export async function removeOldEvents(store: Store, removal: Removal): Promise<number> {
  const { sellerId, beforeMs } = removal
  const nowMs = beforeMs + days * dayMs
  if (removal.isCounted ?? true) await countFigures(store, sellerId)
  const { newestSeq } = await store.eventReader.listEvents({ sellerId, afterSeq: 0, limit: 1 })
  for (const { webhookId } of await store.webhookRegistry.listWebhooks(sellerId)) {
    await administer(store, nowMs).replayWebhook({ sellerId, webhookId }, removal.acknowledgedSeq ?? newestSeq)
  }
  const actor = 'operator:retention'
  await setRetention(store, { sellerId, days: { event: days }, nowMs, actor })
  return pass(store, sellerId, { kind: 'event', beforeMs, nowMs })
}
