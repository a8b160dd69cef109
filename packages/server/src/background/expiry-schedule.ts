import { type RunningWork, repeatWork } from '#background/repetition/repeat-work'
import { addDays, dayOf } from '#domain/dates'
import type { ExpiryRecorder } from '#domain/events/event-store'
import type { Telemetry } from '#telemetry/telemetry'

export type ExpiryDependencies = Readonly<{
  recorder: ExpiryRecorder
  listSellers: () => Promise<readonly string[]>
  /** Epoch milliseconds of the clock by which a seller's coupons expire. */
  clock: (sellerId: string) => number
  telemetry: Pick<Telemetry, 'backgroundFailed'>
}>

/** A coupon gets its `expired` event within 60 s of midnight, or of the end of a hold that lasted longer. */
const everyMs = 20_000
/** Coupons of one transaction; calls in between are not held up. */
const maxEventsAtOnce = 1_000
const name = 'record expirations'

/**
 * Records the `expired` events of every seller: at start and every 20 s. A seller without due coupons costs one index
 * look-up. Several processes may do it on one store: the recorder writes each event once.
 */
export function startExpirySchedule(schedule: ExpiryDependencies): RunningWork {
  const work = (signal: AbortSignal) => recordDueSellers(schedule, signal)
  return repeatWork({ name, everyMs, work, telemetry: schedule.telemetry })
}

/** A seller that fails does not hold up the others; the next run tries it again. */
async function recordDueSellers(schedule: ExpiryDependencies, signal: AbortSignal): Promise<void> {
  const { recorder, listSellers, clock, telemetry } = schedule
  for (const sellerId of await listSellers()) {
    try {
      const nowMs = clock(sellerId)
      const day = addDays(dayOf(nowMs), -1)
      let recorded = 1
      while (recorded > 0 && !signal.aborted) {
        recorded = await recorder.recordExpired(sellerId, day, maxEventsAtOnce, nowMs)
      }
    } catch (error) {
      telemetry.backgroundFailed({ work: name, error })
    }
  }
}
