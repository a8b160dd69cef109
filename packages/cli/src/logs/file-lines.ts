import { type FileHandle, open, stat } from 'node:fs/promises'
import { StringDecoder } from 'node:string_decoder'
import { setTimeout as delay } from 'node:timers/promises'
import { styleText } from 'node:util'
import { formatTimestamp } from '@yaoquan/protocol/timestamp'
import { errorCode, oneLine } from '#terminal/output'

type Reading = Readonly<{
  /** Where to begin, at the next beginning of a line. */
  fromByte: number
  /** Whether to wait for more at the end. A file that was cut or replaced by another, as by logrotate, is read from its beginning. */
  follows: boolean
  pollMs?: number
}>

/** The lines of a file in pieces, without what has no end of line yet. A piece without lines says that the end was reached. */
export async function* fileLines(
  path: string,
  { fromByte, follows, pollMs = 250 }: Reading,
): AsyncGenerator<readonly string[]> {
  let file = await open(path)
  try {
    let reader = new LineReader(file, fromByte)
    for (;;) {
      yield* reader.toEnd()
      yield []
      if (!follows) return
      await delay(pollMs)
      const next = await replacementOf(path, file)
      if (next !== undefined) {
        yield* reader.toEnd()
        await file.close()
        file = next
        reader = new LineReader(file, 0)
      } else if ((await file.stat()).size < reader.position) reader = new LineReader(file, 0)
    }
  } finally {
    await file.close()
  }
}

/** The file that has the name now, if it is another one. */
async function replacementOf(path: string, file: FileHandle): Promise<FileHandle | undefined> {
  try {
    const [now, before] = [await stat(path), await file.stat()]
    return now.ino === before.ino && now.dev === before.dev ? undefined : await open(path)
  } catch (error) {
    // Between the moving of the old file and the creation of the new one.
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Characters of a line that are kept: a file without line ends, such as one that is no log, must not fill the memory. */
const longestLine = 1_048_576

/** Reads lines from a position on; the line that this is inside of is left out, and what is beyond the longest length. */
class LineReader {
  readonly #file: FileHandle
  readonly #decoder = new StringDecoder('utf8')
  readonly #buffer = Buffer.alloc(65_536)
  #rest = ''
  #isInsideLine: boolean
  position: number

  constructor(file: FileHandle, fromByte: number) {
    this.#file = file
    this.position = Math.max(0, fromByte - 1)
    this.#isInsideLine = fromByte > 0
  }

  async *toEnd(): AsyncGenerator<readonly string[]> {
    for (;;) {
      const { bytesRead } = await this.#file.read(this.#buffer, 0, this.#buffer.length, this.position)
      if (bytesRead === 0) return
      this.position += bytesRead
      const [end = '', ...begun] = this.#decoder.write(this.#buffer.subarray(0, bytesRead)).split('\n')
      if (this.#rest.length < longestLine) this.#rest += end
      if (begun.length === 0) continue
      const lines = [this.#rest.slice(0, longestLine), ...begun]
      this.#rest = lines.pop() ?? ''
      const whole = this.#isInsideLine ? lines.slice(1) : lines
      this.#isInsideLine = false
      if (whole.length > 0) yield whole
    }
  }
}

/** Levels of the log with the numbers that its lines have. */
const levels = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60 } as const

type Level = keyof typeof levels
export const levelNames = Object.keys(levels) as readonly Level[]

/** A line of the log: its level, and its members by name. */
type LogLine = Readonly<{ level: Level; members: Readonly<Record<string, unknown>> }>

/** @returns undefined for a line that no server wrote to its log, such as the trace of a crash */
export function parseLogLine(text: string): LogLine | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    const members: unknown = JSON.parse(text)
    if (typeof members !== 'object' || members === null || !('level' in members)) return undefined
    const level = levelNames.find((name) => levels[name] === members.level)
    return level === undefined ? undefined : { level, members: { ...members } }
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Which lines are shown: those of a level or above, those of a call. */
export type LogFilter = Readonly<{ level?: Level | undefined; request?: string | undefined }>

export function isShown(line: LogLine | undefined, { level, request }: LogFilter): boolean {
  if (level === undefined && request === undefined) return true
  if (line === undefined || levels[line.level] < levels[level ?? 'trace']) return false
  return request === undefined || line.members['requestId'] === request
}

/** A line for people: time in GMT+8, level, message, then all else as `name=value`. Coloured at a terminal, unless NO_COLOR is set. */
export function logLineText({ level, members }: LogLine): string {
  const { level: _level, time, msg, ...others } = members
  const pairs = Object.entries(others).map(([name, value]) => `${styleText('dim', `${name}=`)}${valueText(value)}`)
  const head = [timeText(time), styleText(colours[level], level.toUpperCase().padEnd(5)), valueText(msg ?? '')]
  return [...head, ...pairs].join('  ')
}

const colours = { trace: 'dim', debug: 'dim', info: 'green', warn: 'yellow', error: 'red', fatal: 'red' } as const

function timeText(time: unknown): string {
  const epochMs = typeof time === 'string' ? Date.parse(time) : Number.NaN
  if (Number.isNaN(epochMs)) return valueText(time)
  return `${formatTimestamp(epochMs)}.${String(epochMs % 1000).padStart(3, '0')}`
}

function valueText(value: unknown): string {
  return oneLine(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
}
