import type { Webhook } from '#domain/webhooks/webhook-store'
import { type DeliveryDependencies, deliverEvents } from './deliver-events.ts'

export type WebhookWorker = Readonly<{
  /** Starts no further delivery, waits a moment for those under way, and releases the leases of this process. */
  stop(): Promise<void>
}>

/** How soon a new event is noticed. */
const pollMs = 500
/** Deliveries at the same time, so that many slow receivers do not use up the sockets. */
const maxRunning = 32
/** A receiver that answers within this time gets no delivery twice. */
const stopGraceMs = 2_000

/**
 * Delivers the events of all sellers to their webhooks until it is stopped. Any number of processes may run one on the same
 * store.
 */
export function startWebhookWorker(worker: DeliveryDependencies): WebhookWorker {
  const running = new Map<string, Promise<void>>()
  /** Webhooks of which this process may hold the lease. */
  const touched = new Map<string, Webhook>()
  const stopping = new AbortController()
  const start = (webhook: Webhook) => {
    const done = deliverEvents(webhook, worker, stopping.signal)
      .catch((error: unknown) => worker.telemetry.backgroundFailed({ work: 'deliver events', error }))
      .finally(() => running.delete(keyText(webhook)))
    running.set(keyText(webhook), done)
    touched.set(keyText(webhook), webhook)
  }
  /** Webhooks that were behind at the last poll. */
  let behind = new Map<string, Webhook>()
  const poll = async () => {
    const before = behind
    behind = new Map((await worker.queue.listWebhooksBehind()).map((webhook) => [keyText(webhook), webhook]))
    for (const [key, webhook] of before) if (!behind.has(key)) worker.telemetry.nothingToDeliver(webhook)
    for (const [key, webhook] of behind) {
      if (!isStopped && !running.has(key) && running.size < maxRunning && isDue(webhook, worker)) start(webhook)
    }
  }
  let isStopped = false
  let polling: Promise<void> | undefined
  const tick = () => {
    polling ??= poll()
      .catch((error: unknown) => worker.telemetry.backgroundFailed({ work: 'look for webhooks', error }))
      .finally(() => {
        polling = undefined
      })
  }
  const timer = setInterval(tick, pollMs)
  tick()
  return {
    async stop() {
      isStopped = true
      clearInterval(timer)
      await polling
      const grace = setTimeout(() => stopping.abort(), stopGraceMs)
      await Promise.all(running.values())
      clearTimeout(grace)
      await Promise.all([...touched.values()].map((webhook) => worker.queue.releaseLease(webhook, worker.owner)))
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
