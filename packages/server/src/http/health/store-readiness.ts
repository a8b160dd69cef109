import type { Telemetry } from '#telemetry/telemetry'
import { createReadiness, type ReadyReport } from './readiness.ts'

/** What readiness needs of the store. Reading and writing take the ways that calls take. */
type CheckedStore = Readonly<{
  read: () => Promise<unknown>
  write: () => Promise<unknown>
  /** `close` and `apart` are near enough to serve. */
  clockState: () => Readonly<{ level: 'close' | 'apart' | 'far-apart' | 'writes-refused'; hostAheadMs: number }>
}>

/** @returns reports on whether the store reads and writes, and whether the clocks agree; each is counted */
export function createStoreReadiness(
  { read, write, clockState }: CheckedStore,
  telemetry: Pick<Telemetry, 'storeCheckFailed' | 'readinessReported'>,
): () => Promise<ReadyReport> {
  const counting = (work: () => Promise<unknown>) => async () => {
    try {
      await work()
    } catch (error) {
      telemetry.storeCheckFailed({ error })
      throw error
    }
  }
  const checks = [
    { name: 'read', check: counting(read) },
    { name: 'write', check: counting(write) },
    { name: 'clock', check: async () => checkClock(clockState()) },
  ]
  const readiness = createReadiness(checks, () => performance.now())
  return async () => {
    const report = await readiness()
    telemetry.readinessReported(report)
    return report
  }
}

/** @throws Error when the clock of this host is 5 s or more from the store's */
function checkClock({ level, hostAheadMs }: ReturnType<CheckedStore['clockState']>): void {
  if (level === 'close' || level === 'apart') return
  const [seconds, where] = [Math.abs(hostAheadMs) / 1000, hostAheadMs > 0 ? 'ahead of' : 'behind']
  throw new Error(`the clock of this host is ${seconds.toFixed(1)} s ${where} the database's`)
}
