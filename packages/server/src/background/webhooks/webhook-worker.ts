import type { Webhook } from '#domain/webhooks/webhook-store'
import { type DeliveryParts, deliverEvents } from './deliver-events.ts'

export type WebhookWorker = Readonly<{
  /** Begins no delivery any more, waits a moment for those under way, and gives back what this process leased. */
  stop(): Promise<void>
}>

/** How soon a new event is noticed. */
const tickMs = 500
/** Deliveries at once, so that many slow receivers do not use up the sockets. */
const maxRunning = 32
/** Receivers that answer in this time need not get a delivery twice. */
const stopGraceMs = 2_000

/**
 * Delivers the events of all sellers to their webhooks, as long as it is not stopped. Any number of processes may run
 * one on the same store.
 */
export function startWebhookWorker(parts: DeliveryParts): WebhookWorker {
  const running = new Map<string, Promise<void>>()
  /** Every webhook this process may hold a lease of. */
  const touched = new Map<string, Webhook>()
  const stopping = new AbortController()
  const start = (webhook: Webhook) => {
    const done = deliverEvents(webhook, parts, stopping.signal)
      .catch((error: unknown) => parts.telemetry.backgroundFailed({ work: 'deliver events', error }))
      .finally(() => running.delete(keyText(webhook)))
    running.set(keyText(webhook), done)
    touched.set(keyText(webhook), webhook)
  }
  const look = async () => {
    for (const webhook of await parts.queue.listAllWebhooks()) {
      const isRunning = running.has(keyText(webhook))
      if (!isStopped && !isRunning && running.size < maxRunning && isDue(webhook, parts)) start(webhook)
    }
  }
  let isStopped = false
  let looking = Promise.resolve()
  let isLooking = false
  const tick = () => {
    if (isLooking) return
    isLooking = true
    looking = look()
      .catch((error: unknown) => parts.telemetry.backgroundFailed({ work: 'look for webhooks', error }))
      .finally(() => {
        isLooking = false
      })
  }
  const timer = setInterval(tick, tickMs)
  tick()
  return {
    async stop() {
      isStopped = true
      clearInterval(timer)
      await looking
      const grace = setTimeout(() => stopping.abort(), stopGraceMs)
      await Promise.all(running.values())
      clearTimeout(grace)
      await Promise.all([...touched.values()].map((webhook) => parts.queue.releaseLease(webhook, parts.owner)))
    },
  }
}

/** Whether a try is worth it; the lease decides. */
function isDue({ nextAttemptMs, leaseOwner, leaseUntilMs }: Webhook, { owner, storeClock }: DeliveryParts): boolean {
  const nowMs = storeClock()
  return nextAttemptMs <= nowMs && (leaseOwner === owner || leaseUntilMs <= nowMs)
}

function keyText({ sellerId, webhookId }: Webhook): string {
  return `${sellerId}\0${webhookId}`
}
