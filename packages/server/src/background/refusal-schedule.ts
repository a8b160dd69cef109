import { type RunningWork, repeatWork } from '#background/repetition/repeat-work'
import { type RefusalLog, refusalDays } from '#domain/refusals/refused-call'
import type { Telemetry } from '#telemetry/telemetry'

export type RefusalDependencies = Readonly<{
  refusals: Pick<RefusalLog, 'removeRefusals'>
  listSellers: () => Promise<readonly string[]>
  /** Epoch milliseconds of the clock that a seller's calls are recorded by. */
  clock: (sellerId: string) => number
  telemetry: Pick<Telemetry, 'backgroundFailed' | 'oldRemoved'>
}>

const name = 'remove old refused calls'
const everyMs = 60_000
const keptMs = refusalDays * 24 * 3_600_000

/** Removes refused calls of every seller once they are too old, whatever its retention policy is. Several processes may do it. */
export function startRefusalSchedule(schedule: RefusalDependencies): RunningWork {
  const work = (signal: AbortSignal) => removeOld(schedule, signal)
  return repeatWork({ name, everyMs, work, telemetry: schedule.telemetry })
}

/** A seller that fails does not hold up the others; the next run tries it again. */
async function removeOld({ refusals, listSellers, clock, telemetry }: RefusalDependencies, signal: AbortSignal) {
  for (const sellerId of await listSellers()) {
    try {
      let rows = 1
      while (rows > 0 && !signal.aborted) {
        rows = await refusals.removeRefusals(sellerId, clock(sellerId) - keptMs)
        if (rows > 0) telemetry.oldRemoved({ sellerId, kind: 'refusal', rows })
      }
    } catch (error) {
      telemetry.backgroundFailed({ work: name, error })
    }
  }
}
