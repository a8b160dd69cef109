/** A message from a worker to the primary. */
export type WorkerMessage =
  /** The worker accepts calls. */
  | Readonly<{ kind: 'listening'; url: string; adminUrl: string | undefined; announcement: string | undefined }>
  /** The worker could not start. The reason is one line for people. */
  | Readonly<{ kind: 'failed'; reason: string }>
  /** The worker received a signal of its own to stop and needs a replacement. */
  | Readonly<{ kind: 'leaving' }>
  /** The worker stops. These are its last metrics. */
  | Readonly<{ kind: 'final-metrics'; metrics: readonly object[] }>

/** A message from the primary to a worker: `retire` closes connections one by one as they become idle, `stop` all of them. */
export type PrimaryMessage = Readonly<{ kind: 'retire' }> | Readonly<{ kind: 'stop' }>

/** A request of a worker: the combined metrics of all workers, or permission for calls of an app in a given second. */
export type WorkerRequest =
  | Readonly<{ kind: 'metrics' }>
  | Readonly<{ kind: 'calls'; appKey: string; second: number; limit: number; calls: number }>

/** A request of the primary to a worker: the worker's own metrics. */
export type PrimaryRequest = Readonly<{ kind: 'metrics' }>

/** Settings that the primary passes to a worker, as JSON in an environment variable. */
export type WorkerSettings = Readonly<{
  port: number
  /** Replaces port 0 of the admin listener. Null if the flags give the port. */
  adminPort: number | null
  /** When the primary started, in epoch milliseconds. A clock set by `--clock` starts at this time in every worker. */
  startedMs: number
  /** Whether this worker creates what is created only once: the demo. */
  isFirst: boolean
}>

export const workerSettingsVariable = 'YAOQUAN_WORKER'

/** Reads the settings of a worker. @throws Error for text that no primary wrote */
export function readWorkerSettings(text: string | undefined): WorkerSettings {
  const value: unknown = JSON.parse(text ?? 'null')
  if (isSettings(value)) return value
  throw new Error(`${workerSettingsVariable} was not set by a primary process`)
}

function isSettings(value: unknown): value is WorkerSettings {
  if (typeof value !== 'object' || value === null) return false
  const { port, adminPort, startedMs, isFirst }: Partial<Record<keyof WorkerSettings, unknown>> = value
  const areNumbers = typeof port === 'number' && typeof startedMs === 'number'
  return areNumbers && (adminPort === null || typeof adminPort === 'number') && typeof isFirst === 'boolean'
}
