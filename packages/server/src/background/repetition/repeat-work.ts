import type { Telemetry } from '#telemetry/telemetry'

export type Repetition = Readonly<{
  name: string
  everyMs: number
  /** @param signal aborts when the work is to stop */
  work: (signal: AbortSignal) => Promise<void>
  telemetry: Pick<Telemetry, 'backgroundFailed'>
}>

/** Work that was started and goes on until it is stopped. */
export type RunningWork = Readonly<{ stop(): Promise<void> }>

/**
 * Does a work at start and at each interval, one run at a time. A failure is reported, and the next run tries again.
 * @returns stops it and waits for the run under way
 */
export function repeatWork({ name, everyMs, work, telemetry }: Repetition): RunningWork {
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  const run = () => {
    running ??= work(stopping.signal)
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
      stopping.abort()
      await running
    },
  }
}
