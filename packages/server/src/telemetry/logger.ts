import { type DestinationStream, destination, type Logger, pino } from 'pino'

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** JSON lines on standard error, written in the background so that a call never waits for its log line. */
export function createLogger(level: LogLevel): Readonly<{ logger: Logger; flush: () => void }> {
  // Its own timer, not flush() with a callback: that one syncs the file, which fails on a pipe.
  const stream = destination({ fd: 2, sync: false, minLength: 4096, periodicFlush: 1000 })
  return { logger: createLoggerOn(stream, level), flush: () => stream.flushSync() }
}

/** The same logger on a given stream. */
export function createLoggerOn(stream: DestinationStream, level: LogLevel): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream)
}
