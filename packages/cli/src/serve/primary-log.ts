import { destination, type Logger, pino } from 'pino'

/** The primary's own log, of the same form as that of the servers and on the same stream: standard error. */
export function createPrimaryLog(level: string): Logger {
  const base = { pid: process.pid }
  return pino({ level, base, timestamp: pino.stdTimeFunctions.isoTime }, destination({ fd: 2, sync: true }))
}
