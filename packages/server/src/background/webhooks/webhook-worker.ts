import { type RunningWork, repeatWork } from '#background/repetition/repeat-work'
import type { Webhook } from '#domain/webhooks/webhook-store'
import { type DeliveryDependencies, deliverEvents } from './deliver-events.ts'

/** How soon a new event is noticed. */
const pollMs = 500
/** Deliveries at the same time, so that many slow receivers do not use up the sockets. */
const maxRunning = 32
/** A receiver that answers within this time gets no delivery twice. */
const stopGraceMs = 2_000

/**
 * Delivers the events of all sellers to their webhooks until it is stopped. Any number of processes may run one on the same
 * store.
 * @returns starts no further delivery when stopped, waits a moment for those under way, and releases this process's leases
 */
export function startWebhookWorker(worker: DeliveryDependencies): RunningWork {
  const { queue, telemetry, owner } = worker
  const running = new Map<string, Promise<void>>()
  /** Webhooks of which this process may hold the lease. */
  const touched = new Map<string, Webhook>()
  const stopping = new AbortController()
  let isStopped = false
  const start = (key: string, webhook: Webhook) => {
    const done = deliverEvents(webhook, worker, stopping.signal)
      .catch((error: unknown) => telemetry.backgroundFailed({ work: 'deliver events', error }))
      .finally(() => running.delete(key))
    running.set(key, done)
    touched.set(key, webhook)
  }
  /** Webhooks that were behind at the last poll. */
  let behind = new Map<string, Webhook>()
  const poll = async () => {
    const before = behind
    behind = new Map((await queue.listWebhooksBehind()).map((webhook) => [keyText(webhook), webhook]))
    for (const [key, webhook] of before) if (!behind.has(key)) telemetry.nothingToDeliver(webhook)
    for (const [key, webhook] of behind) {
      if (!isStopped && !running.has(key) && running.size < maxRunning && isDue(webhook, worker)) start(key, webhook)
    }
  }
  const polling = repeatWork({ name: 'look for webhooks', everyMs: pollMs, work: poll, telemetry })
  return {
    async stop() {
      isStopped = true
      await polling.stop()
      const grace = setTimeout(() => stopping.abort(), stopGraceMs)
      await Promise.all(running.values())
      clearTimeout(grace)
      await Promise.all([...touched.values()].map((webhook) => queue.releaseLease(webhook, owner)))
    },
  }
}

/** Whether an attempt makes sense; the lease decides. */
function isDue(
  { nextAttemptMs, leaseOwner, leaseUntilMs }: Webhook,
  { owner, storeClock }: DeliveryDependencies,
): boolean {
  const nowMs = storeClock()
  return nextAttemptMs <= nowMs && (leaseOwner === owner || leaseUntilMs <= nowMs)
}

function keyText({ sellerId, webhookId }: Webhook): string {
  return `${sellerId}\0${webhookId}`
}
