import type { Removed, RetentionTurn } from '#domain/retention/retention-store'
import type { Store } from '#store/open-store'
import { countFigures } from './count-figures.ts'

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
    await store.webhookRegistry.replayWebhook({ sellerId, webhookId }, removal.acknowledgedSeq ?? newestSeq, nowMs)
  }
  const actor = 'operator:retention'
  await store.retentionRegistry.setPolicy({ sellerId, days: { event: days }, nowMs, actor })
  const turn = await takeTurn(store, sellerId, nowMs)
  let [sum, after]: [number, string | undefined] = [0, '']
  while (after !== undefined) {
    const step = { turn, kind: 'event', after, beforeMs, nowMs } as const
    const done: Removed | undefined = await store.retentionWork.remove(step)
    if (done === undefined) throw new Error('the turn is lost')
    sum += done.removed
    after = done.next
  }
  await store.retentionWork.endTurn(turn, { nowMs, nextPassMs: nowMs + dayMs })
  return sum
}

/** Takes the turn of a seller, whose policy makes it due. */
export async function takeTurn({ retentionWork }: Store, sellerId: string, nowMs: number): Promise<RetentionTurn> {
  const turn = (await retentionWork.listTurns()).find((one) => one.sellerId === sellerId)
  const taken = turn && (await retentionWork.takeTurn(turn, nowMs + 1))
  if (taken === undefined) throw new Error('the turn was not taken')
  return taken
}
