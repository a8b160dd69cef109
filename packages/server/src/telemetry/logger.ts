import { type DestinationStream, destination, type Logger, pino } from 'pino'

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** JSON lines on standard error, written in the background so that a call never waits for its log line. */
export function createLogger(level: LogLevel): Readonly<{ logger: Logger; flush: () => void }> {
  const stream = destination({ fd: 2, sync: false, minLength: 4096 })
  const timer = setInterval(() => flushQuietly(stream), 1000)
  timer.unref()
  return { logger: createLoggerOn(stream, level), flush: () => stream.flushSync() }
}

/** The same logger on a given stream. */
export function createLoggerOn(stream: DestinationStream, level: LogLevel): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream)
}

function flushQuietly(stream: ReturnType<typeof destination>): void {
  stream.flush((error) => {
    if (error) process.exitCode = 1
  })
}
