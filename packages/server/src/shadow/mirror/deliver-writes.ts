import { setTimeout as delay } from 'node:timers/promises'
import type { DurableQueue, QueuedItem } from '#database/sqlite/durable-queue'
import type { CallerDirectory } from '#gateway/call/callers'
import type { CallSealer } from '#store/keys/sealers'
import { compareWrite, type WriteDifference } from './compare-write.ts'
import type { SentWrite } from './send-write.ts'
import { signedBody, type WaitingWrite } from './waiting-write.ts'

/** What came of a write: `unreadable`, its master key is gone or it was altered; `unsigned`, its app is gone. */
export type RefusedWrite = Readonly<{ appKey: string; method: string; code: number; subCode: string }>

/** `atMs`: when Yaoquan had done it, epoch milliseconds. */
type DeliveredWrite = Pick<RefusedWrite, 'appKey' | 'method'> & Readonly<{ atMs: number }>

type Delivery = Readonly<{
  queue: DurableQueue
  sealer: CallSealer
  callers: CallerDirectory
  send(write: Readonly<{ method: string; body: string }>): Promise<SentWrite>
  /** Epoch milliseconds. */
  clock: () => number
  /**
   * @param differences members of the upstream's answer that ours says otherwise. Empty for a write that may have been sent before: its answer
   * may only say that it is a repetition.
   */
  onDelivered: (write: DeliveredWrite, differences: readonly WriteDifference[]) => void
  onRefused: (refused: RefusedWrite) => void
  onFault: (error: unknown) => void
}>

/** Delivers what waits, in order within each app, several apps at the same time. */
export type Deliverer = Readonly<{
  /** Looks for apps with something that waits. */
  wake(): void
  /** Ends attempts and pauses. */
  close(): Promise<void>
}>

const firstPauseMs = 250
const maxPauseMs = 30_000
/** A refusal may pass, such as that of an order whose coupon is on its way; then it is a finding. */
const maxRefusals = 3

/** Without an answer a write is tried again until it gets one; what is refused three times is a finding and holds up nothing. */
export function createDeliverer(delivery: Delivery): Deliverer {
  const { queue, onFault } = delivery
  const stopping = new AbortController()
  const { signal } = stopping
  const running = new Map<string, Promise<void>>()
  const startedAtMs = delivery.clock()
  /** The latest write that was tried, by lane; a fault may have left it in the queue. */
  const tried = new Map<string, number>()

  async function drain(lane: string): Promise<void> {
    let pauseMs = firstPauseMs
    for (let item = queue.first(lane); item !== undefined && !signal.aborted; item = queue.first(lane)) {
      // What waited at the start may have been sent by the process before.
      const isFirst = item.place !== tried.get(lane) && item.refusals === 0 && item.atMs >= startedAtMs
      tried.set(lane, item.place)
      const outcome = await attempt(item, isFirst, delivery)
      if (outcome === 'gone') {
        queue.remove(item.place)
        pauseMs = firstPauseMs
        continue
      }
      await delay(pauseMs, undefined, { signal }).catch(() => undefined)
      pauseMs = Math.min(maxPauseMs, pauseMs * 2)
    }
  }

  function start(lane: string): void {
    if (running.has(lane) || signal.aborted) return
    const ended = drain(lane)
      .catch(onFault)
      .finally(() => running.delete(lane))
    running.set(lane, ended)
  }

  return {
    wake: () => queue.lanes().forEach(start),
    async close() {
      stopping.abort()
      await Promise.all(running.values())
    },
  }
}

/** @param isFirst whether it was not sent before */
async function attempt(item: QueuedItem, isFirst: boolean, delivery: Delivery): Promise<'gone' | 'waits'> {
  const { queue, sealer, callers, clock, onDelivered, onRefused } = delivery
  const { lane: appKey } = item
  const text = sealer.open(item.content, appKey)
  const refuse = (method: string, code: number, subCode: string) => {
    onRefused({ appKey, method, code, subCode })
    return 'gone' as const
  }
  if (text === undefined) return refuse('', 0, 'unreadable')
  // The seal proves that this program wrote it.
  const write: WaitingWrite = JSON.parse(text)
  const app = await callers.findApp(appKey)
  if (app === undefined) return refuse(write.method, 0, 'app-gone')
  const sent = await delivery.send({ method: write.method, body: signedBody(write, app.appSecret, clock()) })
  switch (sent.kind) {
    case 'done':
      onDelivered(
        { appKey, method: write.method, atMs: item.atMs },
        isFirst && write.answer ? compareWrite(sent.answer, write.answer) : [],
      )
      return 'gone'
    case 'unanswered':
      return 'waits'
    case 'refused':
      queue.refused(item.place)
      return item.refusals + 1 >= maxRefusals ? refuse(write.method, sent.code, sent.subCode) : 'waits'
  }
}
