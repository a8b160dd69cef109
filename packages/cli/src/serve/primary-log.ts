import { destination, type Logger, pino } from 'pino'

/** The log of the primary process: same format and same stream (standard error) as the servers' logs. */
export function createPrimaryLog(level: string): Logger {
  const base = { pid: process.pid }
  return pino({ level, base, timestamp: pino.stdTimeFunctions.isoTime }, destination({ fd: 2, sync: true }))
}
