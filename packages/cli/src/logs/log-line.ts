import { styleText } from 'node:util'
import { formatTimestamp } from '@yaoquan/protocol/timestamp'
import { oneLine } from '#terminal/output'

/** Levels of the log with the numbers that its lines have. */
export const levels = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60 } as const

export type Level = keyof typeof levels
export const levelNames = Object.keys(levels) as readonly Level[]

/** A line of the log: its level, and its members by name. */
export type LogLine = Readonly<{ level: Level; members: Readonly<Record<string, unknown>> }>

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
