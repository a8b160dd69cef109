import { DatabaseFault } from '#database/mysql/database-fault'
import type { SqlEngine } from '#database/sql-engine'
import { withTransact } from '#database/transactions'
import { OperatorError } from '#errors/operator-error'

/** How far the clock of the host is from the store's, and what follows from it. */
export type ClockState = Readonly<{
  /** Milliseconds by which the host's clock is certainly ahead of the store's; negative: behind; 0: within the error. */
  hostAheadMs: number
  /**
   * - `close`: below 1 s
   * - `apart`: 1 s or more; operators are warned
   * - `far-apart`: 5 s or more; the server is not ready
   * - `writes-refused`: 60 s or more in three comparisons
   */
  level: 'close' | 'apart' | 'far-apart' | 'writes-refused'
}>

/**
 * The one clock of all servers on a store. Leases, holds, limits and expiry use it, so a host with a wrong clock does no harm.
 */
export type StoreClock = Readonly<{
  /** Epoch milliseconds. Never decreases in this process. Bound: may be passed as a function. */
  readonly now: () => number
  state(): ClockState
  close(): void
}>

/** The clock of a store in a file: its servers run on the same machine. */
export const hostClock: StoreClock = {
  now: Date.now,
  state: () => ({ hostAheadMs: 0, level: 'close' }),
  close: () => undefined,
}

/** An engine that refuses to write while the host's clock is a minute or more from the store's: one of the two is wrong. */
export function refusingWhileFarApart(engine: SqlEngine, clock: StoreClock): SqlEngine {
  return withTransact(engine, (work, options) => {
    const { level, hostAheadMs } = clock.state()
    return level === 'writes-refused' ? Promise.reject(clockError(hostAheadMs)) : engine.transact(work, options)
  })
}

/** Another server may accept the same write, as when a database host is unavailable. */
function clockError(hostAheadMs: number): OperatorError {
  const seconds = Math.round(Math.abs(hostAheadMs) / 1000)
  const [chinese, english] = hostAheadMs > 0 ? ['快', 'ahead of'] : ['慢', 'behind']
  return new OperatorError(
    {
      zh: `本机时钟比数据库${chinese}${seconds}秒，写入被拒绝，请校时`,
      en: `the clock of this host is ${seconds} s ${english} the database's; writes are refused until it is corrected`,
    },
    {
      cause: new DatabaseFault('the clocks of host and database are far apart', { kind: 'unavailable', errno: 0 }),
    },
  )
}
