import { type DestinationStream, destination, type Logger, pino } from 'pino'

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'

/**
 * JSON lines on standard error, at most a second late and written in the background: a call never waits for its line.
 * @param pid included in every line when several processes write to one log
 */
export function createLogger(level: LogLevel, pid?: number): Readonly<{ logger: Logger; flush: () => void }> {
  const stream = destination({ fd: 2, sync: false })
  const lines = gatherLines(stream)
  // Its own timer, not flush() with a callback: that one syncs the file, which fails on a pipe.
  setInterval(lines.pass, maxDelayMs).unref()
  return {
    logger: pino({ level, base: pid === undefined ? null : { pid }, timestamp: isoTime }, lines),
    flush() {
      lines.pass()
      stream.flushSync()
    },
  }
}

const maxDelayMs = 1_000
const maxGathered = 32_768

/** Writes lines in large pieces: at every write the stream measures everything it has buffered. */
function gatherLines(stream: DestinationStream): DestinationStream & Readonly<{ pass: () => void }> {
  let gathered = ''
  const pass = () => {
    const lines = gathered
    gathered = ''
    if (lines !== '') stream.write(lines)
  }
  return {
    pass,
    write(line) {
      gathered += line
      if (gathered.length >= maxGathered) pass()
    },
  }
}

let latest = { epochMs: 0, text: '' }

/** Like `pino.stdTimeFunctions.isoTime`, but formatted at most once per millisecond. */
function isoTime(): string {
  const epochMs = Date.now()
  if (epochMs !== latest.epochMs) latest = { epochMs, text: `,"time":"${new Date(epochMs).toISOString()}"` }
  return latest.text
}
