import { type RunningWork, repeatWork } from '#background/repetition/repeat-work'
import type { EventReader } from '#domain/events/event-store'
import type { DeliveryQueue } from '#domain/webhooks/webhook-store'
import type { Telemetry } from '#telemetry/telemetry'
import { type ExpiryDependencies, startExpirySchedule } from './expiry-schedule.ts'
import { createPostDelivery, type PostDelivery } from './webhooks/post-delivery.ts'
import { startWebhookWorker } from './webhooks/webhook-worker.ts'

type BackgroundDependencies = ExpiryDependencies &
  Readonly<{
    queue: DeliveryQueue
    events: EventReader
    counts: SettledCounts
    telemetry: Telemetry
    storeClock: () => number
    allowPrivateWebhooks: boolean
    /** Of a sandbox: sends deliveries to its own inspector by the second function. */
    deliverToOwn: ((others: PostDelivery, own: PostDelivery) => PostDelivery) | undefined
    owner: string
    random: () => number
  }>

/** Time for one POST to a webhook, up to the last byte of its answer. */
const webhookTimeoutMs = 10_000

/** Starts the work beside calls; servers on one store share expiry and webhooks. */
export function startBackgroundWork(dependencies: BackgroundDependencies): RunningWork {
  const { allowPrivateWebhooks, deliverToOwn, counts, telemetry } = dependencies
  const postTo = (allowPrivate: boolean) => createPostDelivery({ allowPrivate, timeoutMs: webhookTimeoutMs })
  const post = postTo(allowPrivateWebhooks)
  const works = [
    startExpirySchedule(dependencies),
    startWebhookWorker({ ...dependencies, post: deliverToOwn?.(post, postTo(true)) ?? post }),
    settleEverySecond(counts, telemetry),
  ]
  return {
    async stop() {
      await Promise.all(works.map((work) => work.stop()))
    },
  }
}

type SettledCounts = Readonly<{
  meter: Readonly<{ settle(): Promise<void> }>
  /** Writes an app's uses no more often than `everyMs`; 0 writes all. */
  oldSecrets: Readonly<{ settle(everyMs?: number): Promise<void> }>
}>

/** Writes the counts to the store every second, and a last time when it stops. */
function settleEverySecond({ meter, oldSecrets }: SettledCounts, telemetry: Telemetry): RunningWork {
  const settle = async (oldSecretsEveryMs?: number) => {
    await meter.settle()
    await oldSecrets.settle(oldSecretsEveryMs)
  }
  const name = 'count calls'
  const repeated = repeatWork({ name, everyMs: 1_000, work: () => settle(), telemetry })
  return {
    async stop() {
      await repeated.stop()
      await settle(0).catch((error: unknown) => telemetry.backgroundFailed({ work: name, error }))
    },
  }
}
