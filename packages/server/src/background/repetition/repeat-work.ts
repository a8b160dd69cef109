import type { Telemetry } from '#telemetry/telemetry'

export type Repetition = Readonly<{
  name: string
  everyMs: number
  work: () => Promise<void>
  telemetry: Pick<Telemetry, 'backgroundFailed'>
}>

/** Work that was started and goes on until it is stopped. */
export type RunningWork = Readonly<{ stop(): Promise<void> }>

/**
 * Does a work at start and at each interval, one run at a time. A failure is reported, and the next run tries again.
 * @returns stops it and waits for the run under way
 */
export function repeatWork({ name, everyMs, work, telemetry }: Repetition): RunningWork {
  let running: Promise<void> | undefined
  const run = () => {
    running ??= work()
      .catch((error: unknown) => telemetry.backgroundFailed({ work: name, error }))
      .finally(() => {
        running = undefined
      })
  }
  const timer = setInterval(run, everyMs)
  run()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
