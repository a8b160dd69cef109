import { type RunningWork, repeatWork } from '#background/repetition/repeat-work'
import type { EventReader } from '#domain/events/event-store'
import type { Erasures } from '#domain/members/member-store'
import type { DeliveryQueue } from '#domain/webhooks/webhook-store'
import type { Telemetry } from '#telemetry/telemetry'
import { type ExpiryDependencies, startExpirySchedule } from './expiry-schedule.ts'
import { type FigureDependencies, startFigureSchedule } from './figure-schedule.ts'
import { type JobDependencies, startJobSchedule } from './job-schedule.ts'
import { type ReconciliationDependencies, startReconciliationSchedule } from './reconciliation-schedule.ts'
import { type RefusalDependencies, startRefusalSchedule } from './refusal-schedule.ts'
import { type RetentionDependencies, startRetentionSchedule } from './retention-schedule.ts'
import type { PostDelivery } from './webhooks/post-delivery.ts'
import { startWebhookWorker } from './webhooks/webhook-worker.ts'

export type StoreWorkDependencies = ExpiryDependencies &
  FigureDependencies &
  JobDependencies &
  ReconciliationDependencies &
  RefusalDependencies &
  RetentionDependencies &
  Readonly<{
    queue: DeliveryQueue
    events: EventReader
    erasures: Erasures
    /** Learns of a new master key. */
    lookForKeys: () => Promise<void>
    telemetry: Telemetry
    storeClock: () => number
    post: PostDelivery
    owner: string
    random: () => number
  }>

/** Starts the work beside calls on one store; servers share expiry, retention, figures, reports and webhooks. */
export function startStoreWork(dependencies: StoreWorkDependencies): RunningWork {
  const { telemetry } = dependencies
  return together([
    startExpirySchedule(dependencies),
    startRetentionSchedule(dependencies),
    startFigureSchedule(dependencies),
    startReconciliationSchedule(dependencies),
    startJobSchedule(dependencies),
    startRefusalSchedule(dependencies),
    startWebhookWorker(dependencies),
    startErasureWork(dependencies),
    repeatWork({ name: 'look for new keys', everyMs: keysEveryMs, work: dependencies.lookForKeys, telemetry }),
  ])
}

/** Starts writing down what calls counted. */
export function startSettlingCounts(counts: SettledCounts, telemetry: Telemetry): RunningWork {
  return together([
    settleEverySecond('count calls', settlingCalls(counts), telemetry),
    settleEverySecond('keep refused calls', () => counts.refusals.settle(), telemetry),
    settleEverySecond('record alarms', () => counts.fullPhones.settle(), telemetry),
    settleEverySecond('record alarms of phones', () => counts.phoneGuesses.settle(), telemetry),
  ])
}

/** Several works as one. */
export function together(works: readonly RunningWork[]): RunningWork {
  return {
    async stop() {
      await Promise.all(works.map((work) => work.stop()))
    },
  }
}

/** A new master key is known within this time. A rotation waits several times as long before it is used. */
const keysEveryMs = 1_000

/** Erasures of other servers are read within this time. */
const erasuresEveryMs = 15_000

function startErasureWork({ erasures, storeClock, telemetry }: StoreWorkDependencies): RunningWork {
  const work = () => erasures.finish(storeClock())
  return repeatWork({ name: 'finish erasures', everyMs: erasuresEveryMs, work, telemetry })
}

type SettledCounts = Readonly<{
  meter: Readonly<{ settle(): Promise<void> }>
  /** Writes an app's uses no more often than `everyMs`; 0 writes all. */
  oldSecrets: Readonly<{ settle(everyMs?: number): Promise<void> }>
  fullPhones: Readonly<{ settle(): Promise<void> }>
  phoneGuesses: Readonly<{ settle(): Promise<void> }>
  refusals: Readonly<{ settle(): Promise<void> }>
}>

/** @returns writes the counts of calls; the uses of old secrets at most once a minute, but all of them at the last time */
function settlingCalls({ meter, oldSecrets }: SettledCounts): (isLast: boolean) => Promise<void> {
  return async (isLast) => {
    await meter.settle()
    await (isLast ? oldSecrets.settle(0) : oldSecrets.settle())
  }
}

/** Settles every second, and a last time when it stops. */
function settleEverySecond(
  name: string,
  settle: (isLast: boolean) => Promise<void>,
  telemetry: Telemetry,
): RunningWork {
  const repeated = repeatWork({ name, everyMs: 1_000, work: () => settle(false), telemetry })
  return {
    async stop() {
      await repeated.stop()
      await settle(true).catch((error: unknown) => telemetry.backgroundFailed({ work: name, error }))
    },
  }
}
