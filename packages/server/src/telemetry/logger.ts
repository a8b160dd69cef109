import { type Logger, pino } from 'pino'
import { LogOutput } from './log-output.ts'

export type Log = Readonly<{
  logger: Logger
  /** How many lines were dropped so far, since nobody read them. */
  droppedLines(): number
  /** Writes the lines that are left while somebody reads them, for 4 s at most; later lines are dropped. */
  close(): Promise<void>
}>

/**
 * JSON lines on standard error, at most a second late and written in the background: a call never waits for its line.
 * @param level of pino: `trace`, `debug`, `info`, `warn`, `error` or `silent`
 * @param pid included in every line when several processes write to one log
 */
export function createLogger(level: string, pid?: number): Log {
  const output = new LogOutput((lines) => logger.warn({ lines }, '丢弃了日志行 (log lines were dropped)'))
  const timer = setInterval(() => output.pass(), maxDelayMs).unref()
  const logger = pino({ level, base: pid === undefined ? null : { pid }, timestamp: isoTime }, output)
  return {
    logger,
    droppedLines: () => output.dropped,
    async close() {
      clearInterval(timer)
      await output.close()
    },
  }
}

const maxDelayMs = 1_000

let latest = { epochMs: 0, text: '' }

/** Like `pino.stdTimeFunctions.isoTime`, but formatted at most once per millisecond. */
function isoTime(): string {
  const epochMs = Date.now()
  if (epochMs !== latest.epochMs) latest = { epochMs, text: `,"time":"${new Date(epochMs).toISOString()}"` }
  return latest.text
}
