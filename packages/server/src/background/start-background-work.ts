import type { EventReader, ExpiryRecorder } from '#domain/events/event-store'
import type { DeliveryQueue } from '#domain/webhooks/webhook-store'
import type { Telemetry } from '#telemetry/telemetry'
import { startExpirySchedule } from './expiry-schedule.ts'
import { type SettledCounts, settleEverySecond } from './settle-every-second.ts'
import { createPostDelivery, type PostDelivery } from './webhooks/post-delivery.ts'
import { startWebhookWorker } from './webhooks/webhook-worker.ts'

type BackgroundDependencies = Readonly<{
  recorder: ExpiryRecorder
  listSellers: () => Promise<readonly string[]>
  queue: DeliveryQueue
  events: EventReader
  counts: SettledCounts
  telemetry: Telemetry
  /** Epoch milliseconds; in a sandbox each seller may have a moved clock. */
  clock: (sellerId?: string) => number
  storeClock: () => number
  /** Whether webhooks may go to private, loopback and link-local addresses. */
  allowPrivateWebhooks: boolean
  /** Of a sandbox: sends deliveries to its own inspector by the second function. */
  deliverToOwn: ((others: PostDelivery, own: PostDelivery) => PostDelivery) | undefined
  /** Identifies this process. */
  owner: string
  random: () => number
}>

/** Time for one POST to a webhook, up to the last byte of its answer. */
const webhookTimeoutMs = 10_000

/**
 * Starts the work beside calls: expiry, webhooks, and writing the counts of calls. Servers on one store share the first two.
 */
export function startBackgroundWork(dependencies: BackgroundDependencies): Readonly<{ stop: () => Promise<void> }> {
  const { allowPrivateWebhooks, deliverToOwn, counts, telemetry } = dependencies
  const postTo = (allowPrivate: boolean) => createPostDelivery({ allowPrivate, timeoutMs: webhookTimeoutMs })
  const post = postTo(allowPrivateWebhooks)
  const expiry = startExpirySchedule(dependencies)
  const webhooks = startWebhookWorker({ ...dependencies, post: deliverToOwn?.(post, postTo(true)) ?? post })
  const settling = settleEverySecond(counts, telemetry)
  return {
    async stop() {
      await Promise.all([expiry.stop(), webhooks.stop(), settling.stop()])
    },
  }
}
