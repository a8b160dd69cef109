import type { Telemetry } from '#telemetry/telemetry'

/** Counts that calls keep in memory. */
export type SettledCounts = Readonly<{
  meter: Readonly<{ settle(): Promise<void> }>
  /** Writes an app's uses no more often than `everyMs`; 0 writes all. */
  oldSecrets: Readonly<{ settle(everyMs?: number): Promise<void> }>
}>

/** Writes the counts to the store every second, and a last time when it stops. A failure is reported and tried again. */
export function settleEverySecond(
  { meter, oldSecrets }: SettledCounts,
  telemetry: Pick<Telemetry, 'backgroundFailed'>,
): Readonly<{ stop: () => Promise<void> }> {
  let running = Promise.resolve()
  const settle = (oldSecretsEveryMs?: number) => {
    running = running
      .then(() => meter.settle())
      .then(() => oldSecrets.settle(oldSecretsEveryMs))
      .catch((error: unknown) => telemetry.backgroundFailed({ work: 'count calls', error }))
  }
  const timer = setInterval(() => settle(), 1000)
  return {
    async stop() {
      clearInterval(timer)
      settle(0)
      await running
    },
  }
}
