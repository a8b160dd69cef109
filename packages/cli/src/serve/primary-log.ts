import { createLogger, type Log } from '#server/log'

/** The log of the primary process: same format and same stream (standard error) as the servers' logs. */
export function createPrimaryLog(level: string): Log {
  return createLogger(level, process.pid)
}
