import type { ChainEvent, EventReader } from '#domain/events/event-store'
import {
  type DeliveryQueue,
  type DeliveryStep,
  type LeasedWebhook,
  retryPauseMs,
  type Webhook,
} from '#domain/webhooks/webhook-store'
import type { WebhookTelemetry } from '#telemetry/record-background'
import { deliveryOf, type PostDelivery } from './post-delivery.ts'

export type DeliveryDependencies = Readonly<{
  queue: DeliveryQueue
  events: EventReader
  post: PostDelivery
  telemetry: WebhookTelemetry
  owner: string
  /** Epoch milliseconds by which a seller's events are dated. */
  clock: (sellerId: string) => number
  /** The clock of all servers on the store, for leases, pauses and signatures: a sandbox may date its events elsewhere. */
  storeClock: () => number
  random: () => number
}>

const maxEvents = 100
/** Longer than one POST may take, so that a lease does not end during one. */
const leaseMs = 30_000
const givenUpAfterMs = 30 * 86_400_000

/**
 * Sends a webhook the events past its cursor until none is left, an attempt fails, or another process has the lease. A
 * POST starts after the one before was acknowledged: events arrive in order, those not acknowledged are sent again.
 */
export async function deliverEvents(
  webhook: Webhook,
  worker: DeliveryDependencies,
  signal: AbortSignal,
): Promise<void> {
  const nowMs = worker.storeClock()
  const leased = await worker.queue.takeLease(webhook, { owner: worker.owner, nowMs, untilMs: nowMs + leaseMs })
  // Another process may have moved on since the list was read: only the leased row counts.
  let next = leased === undefined || leased.nextAttemptMs > nowMs ? undefined : leased
  while (next !== undefined && !signal.aborted) next = await deliverNext(next, worker, signal)
}

/** @returns the webhook afterwards; undefined when delivery cannot continue */
async function deliverNext(
  webhook: LeasedWebhook,
  worker: DeliveryDependencies,
  signal: AbortSignal,
): Promise<LeasedWebhook | undefined> {
  const { sellerId, cursorSeq } = webhook
  const batch = await worker.events.listEvents({ sellerId, afterSeq: cursorSeq, limit: maxEvents })
  if (batch.events.length === 0) return undefined
  const tooOld = batch.events.slice(0, countTooOld(batch.events, webhook, worker.clock(sellerId)))
  if (tooOld.length > 0) return skip(webhook, tooOld, worker)
  const startMs = worker.storeClock()
  const outcome = await worker.post(deliveryOf(webhook, batch.events, startMs), signal)
  if (outcome.kind === 'acknowledged') return acknowledge(webhook, { ...batch, startMs }, worker)
  // An attempt that we aborted says nothing about the receiver.
  if (!signal.aborted) await fail(webhook, { reason: outcome.reason, newestSeq: batch.newestSeq }, worker)
  return undefined
}

type Batch = Readonly<{ events: readonly ChainEvent[]; newestSeq: number }>

/** An event's age counts from when it could first be delivered: a replay starts the 30 days anew. */
function countTooOld(events: readonly ChainEvent[], { startedAtMs }: Webhook, nowMs: number): number {
  const firstDue = events.findIndex(({ atMs }) => nowMs - Math.max(atMs, startedAtMs) < givenUpAfterMs)
  return firstDue < 0 ? events.length : firstDue
}

async function acknowledge(
  webhook: LeasedWebhook,
  { events, newestSeq, startMs }: Batch & Readonly<{ startMs: number }>,
  { queue, telemetry, owner, storeClock }: DeliveryDependencies,
): Promise<LeasedWebhook | undefined> {
  const cursorSeq = lastSeq(events)
  const nowMs = storeClock()
  const to = { cursorSeq, nowMs, leaseUntilMs: nowMs + leaseMs }
  if (!(await queue.acknowledge(stepOf(webhook, owner), to))) return undefined
  const lag = newestSeq - cursorSeq
  telemetry.eventsDelivered({ ...keyOf(webhook), events: events.length, cursorSeq, lag, durationMs: nowMs - startMs })
  return { ...webhook, cursorSeq, failures: 0 }
}

async function fail(
  webhook: LeasedWebhook,
  { reason, newestSeq }: Readonly<{ reason: string; newestSeq: number }>,
  { queue, telemetry, owner, storeClock, random }: DeliveryDependencies,
): Promise<void> {
  const failures = webhook.failures + 1
  const pauseMs = retryPauseMs(failures, random())
  const nowMs = storeClock()
  const failure = { error: reason, nowMs, nextAttemptMs: nowMs + pauseMs }
  if (!(await queue.recordFailure(stepOf(webhook, owner), failure))) return
  telemetry.deliveryFailed({ ...keyOf(webhook), reason, failures, lag: newestSeq - webhook.cursorSeq, pauseMs })
}

async function skip(
  webhook: LeasedWebhook,
  tooOld: readonly ChainEvent[],
  { queue, telemetry, owner, storeClock }: DeliveryDependencies,
): Promise<LeasedWebhook | undefined> {
  const [firstSeq, cursorSeq] = [webhook.cursorSeq + 1, lastSeq(tooOld)]
  const reason = `SKIPPED ${firstSeq}-${cursorSeq}`
  const to = { cursorSeq, events: tooOld.length, reason, nowMs: storeClock() }
  if (!(await queue.skip(stepOf(webhook, owner), to))) return undefined
  telemetry.eventsSkipped({ ...keyOf(webhook), events: tooOld.length, firstSeq, lastSeq: cursorSeq })
  return { ...webhook, cursorSeq }
}

function keyOf({ sellerId, webhookId }: Webhook): Readonly<{ sellerId: string; webhookId: string }> {
  return { sellerId, webhookId }
}

function stepOf(webhook: Webhook, owner: string): DeliveryStep {
  return { ...keyOf(webhook), owner, fromSeq: webhook.cursorSeq }
}

function lastSeq(events: readonly ChainEvent[]): number {
  const last = events.at(-1)
  if (last === undefined) throw new RangeError('no events')
  return last.eventSeq
}
