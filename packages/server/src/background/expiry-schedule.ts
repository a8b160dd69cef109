import { addDays, type DateText, dayOf } from '#domain/dates'
import type { ExpiryRecorder } from '#domain/events/event-store'

export type ExpiryDependencies = Readonly<{
  recorder: ExpiryRecorder
  listSellers: () => Promise<readonly string[]>
  /** Epoch milliseconds of the clock by which a seller's coupons expire. */
  clock: (sellerId: string) => number
  telemetry: ExpiryTelemetry
}>

export interface ExpiryTelemetry {
  backgroundFailed(event: Readonly<{ work: string; error: unknown }>): void
}

export type ExpirySchedule = Readonly<{ stop(): Promise<void> }>

/** A coupon gets its `expired` event within 60 s of midnight, or of the end of a hold that lasted longer. */
const tickMs = 20_000
const maxEventsAtOnce = 1_000

/**
 * Records the `expired` events of every seller: at start and every 20 s. A seller without due coupons costs one index
 * look-up. Several processes may do it on one store: the recorder writes each event once.
 */
export function startExpirySchedule(schedule: ExpiryDependencies): ExpirySchedule {
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  const tick = () => {
    running ??= recordDueSellers(schedule, stopping.signal)
      .catch((error: unknown) => schedule.telemetry.backgroundFailed({ work: 'record expirations', error }))
      .finally(() => {
        running = undefined
      })
  }
  const timer = setInterval(tick, tickMs)
  tick()
  return {
    async stop() {
      clearInterval(timer)
      stopping.abort()
      await running
    },
  }
}

/** A seller that fails does not hold up the others; the next tick tries it again. */
async function recordDueSellers(schedule: ExpiryDependencies, signal: AbortSignal): Promise<void> {
  for (const sellerId of await schedule.listSellers()) {
    if (signal.aborted) return
    const nowMs = schedule.clock(sellerId)
    try {
      await recordSeller({ ...schedule, sellerId, day: addDays(dayOf(nowMs), -1), nowMs }, signal)
    } catch (error) {
      schedule.telemetry.backgroundFailed({ work: 'record expirations', error })
    }
  }
}

type SellerDue = ExpiryDependencies & Readonly<{ sellerId: string; day: DateText; nowMs: number }>

/** In transactions of 1000 coupons; calls in between are not held up. */
async function recordSeller({ recorder, sellerId, day, nowMs }: SellerDue, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    if ((await recorder.recordExpired(sellerId, day, maxEventsAtOnce, nowMs)) === 0) return
  }
}
