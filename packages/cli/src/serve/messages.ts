/** What a worker tells the primary. */
export type WorkerTold =
  /** It answers calls. */
  | Readonly<{ kind: 'listening'; url: string; adminUrl: string | undefined; announcement: string | undefined }>
  /** It could not start; one line for a person. */
  | Readonly<{ kind: 'failed'; reason: string }>
  /** It was told by a signal of its own to end, and needs a successor. */
  | Readonly<{ kind: 'leaving' }>
  /** It ends, and this is what it counted. */
  | Readonly<{ kind: 'farewell'; metrics: readonly object[] }>

/** What the primary tells a worker: `retire` gives connections up one by one, `stop` does so at once. */
export type PrimaryTold = Readonly<{ kind: 'retire' }> | Readonly<{ kind: 'stop' }>

/** What a worker asks: the metrics of all in one text; calls of an app in a second. */
export type WorkerQuestion =
  | Readonly<{ kind: 'metrics' }>
  | Readonly<{ kind: 'calls'; appKey: string; second: number; limit: number; calls: number }>

/** What the primary asks a worker: its own metrics. */
export type PrimaryQuestion = Readonly<{ kind: 'metrics' }>

/** What the primary gives a worker on its way, as JSON in the environment variable. */
export type WorkerPlace = Readonly<{
  port: number
  /** In place of port 0 for metrics; null where the flags tell the port. */
  adminPort: number | null
  /** When the primary started, epoch milliseconds: a clock that was set starts there for all. */
  startedMs: number
  /** Whether it makes what is made once: the demo. */
  isFirst: boolean
}>

export const placeVariable = 'YAOQUAN_WORKER'

/** @throws Error for text that no primary wrote */
export function readPlace(text: string | undefined): WorkerPlace {
  const value: unknown = JSON.parse(text ?? 'null')
  if (isPlace(value)) return value
  throw new Error(`${placeVariable} is not what a primary writes`)
}

function isPlace(value: unknown): value is WorkerPlace {
  if (typeof value !== 'object' || value === null) return false
  const { port, adminPort, startedMs, isFirst }: Partial<Record<keyof WorkerPlace, unknown>> = value
  const areNumbers = typeof port === 'number' && typeof startedMs === 'number'
  return areNumbers && (adminPort === null || typeof adminPort === 'number') && typeof isFirst === 'boolean'
}
