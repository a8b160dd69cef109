import { setTimeout as delay } from 'node:timers/promises'
import { type RunningWork, repeatWork } from '#background/repetition/repeat-work'
import { type JobParts, runJob } from '#domain/job-work/run-job'
import type { Telemetry } from '#telemetry/telemetry'

export type JobDependencies = Pick<JobParts, 'jobs' | 'lifecycle' | 'clock' | 'storeClock'> &
  Readonly<{
    /** Cryptographic source for the codes of coupons. */
    randomBytes: JobParts['randomBytes']
    telemetry: Pick<Telemetry, 'backgroundFailed'>
  }>

const name = 'work on jobs'
/** How soon a job begins after it was started. */
const everyMs = 1_000

/** Works on the jobs of operators, each for about a second at a time. Servers on one store share the work. */
export function startJobSchedule(schedule: JobDependencies): RunningWork {
  const partsUntil = (signal: AbortSignal): JobParts => ({
    ...schedule,
    // Leases are whole numbers in the store.
    storeClock: () => Math.floor(schedule.storeClock()),
    monotonicMs: () => performance.now(),
    rest: (ms) => delay(ms, undefined, { signal }).catch(() => undefined),
    isStopping: () => signal.aborted,
  })
  const work = (signal: AbortSignal) => workOnDue(schedule, partsUntil(signal))
  return repeatWork({ name, everyMs, work, telemetry: schedule.telemetry })
}

/** A job that fails does not hold up the others; it is tried again once its lease has ended. */
async function workOnDue({ telemetry }: JobDependencies, parts: JobParts): Promise<void> {
  const { jobs, storeClock, isStopping } = parts
  let isAnyDone = true
  while (isAnyDone) {
    isAnyDone = false
    for (const due of await jobs.listDue(storeClock())) {
      if (isStopping()) return
      try {
        if (await runJob(due, parts)) isAnyDone = true
      } catch (error) {
        telemetry.backgroundFailed({ work: name, error })
      }
    }
  }
}
