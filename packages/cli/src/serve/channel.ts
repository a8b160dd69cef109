import type { AppMistake, Miss } from '@yaoquan/api'

/** Carries messages between two processes: node's channel between a process and its child. */
export type Transport = Readonly<{
  send(message: object): void
  onMessage(listener: (message: unknown) => void): void
}>

/** Handlers for what arrives. The other side is always one of our own processes, so messages are not validated. */
type Handlers<Message, Request> = Readonly<{
  onMessage(message: Message): void
  onRequest(request: Request): Promise<unknown>
}>

export type Channel<Message, Request> = Readonly<{
  send(message: Message): void
  /** @returns undefined if no response arrives in time */
  request(request: Request, timeoutMs: number): Promise<unknown>
}>

type Envelope<Message, Request> =
  | Readonly<{ yaoquan: 'message'; message: Message }>
  | Readonly<{ yaoquan: 'request'; id: number; request: Request }>
  | Readonly<{ yaoquan: 'response'; id: number; response: unknown }>

/** Opens a channel over which two processes send messages and requests to each other. */
export function openChannel<SentMessage, SentRequest, ReceivedMessage, ReceivedRequest>(
  transport: Transport,
  handlers: Handlers<ReceivedMessage, ReceivedRequest>,
): Channel<SentMessage, SentRequest> {
  const pending = new Map<number, (response: unknown) => void>()
  let lastId = 0
  transport.onMessage((envelope) => {
    if (!isOurs<ReceivedMessage, ReceivedRequest>(envelope)) return
    if (envelope.yaoquan === 'message') handlers.onMessage(envelope.message)
    else if (envelope.yaoquan === 'response') pending.get(envelope.id)?.(envelope.response)
    else {
      void handlers
        .onRequest(envelope.request)
        .then((response) => transport.send({ yaoquan: 'response', id: envelope.id, response }))
    }
  })
  return {
    send: (message) => transport.send({ yaoquan: 'message', message }),
    request(request, timeoutMs) {
      lastId += 1
      const id = lastId
      return new Promise((resolve) => {
        const settle = (response: unknown) => {
          clearTimeout(limit)
          pending.delete(id)
          resolve(response)
        }
        const limit = setTimeout(settle, timeoutMs, undefined)
        pending.set(id, settle)
        transport.send({ yaoquan: 'request', id, request })
      })
    },
  }
}

/** Libraries send messages of their own over the same transport. */
function isOurs<Message, Request>(envelope: unknown): envelope is Envelope<Message, Request> {
  return typeof envelope === 'object' && envelope !== null && 'yaoquan' in envelope
}

/** Why a worker could not start: a line for people in their language, and one for the log, which has no language. */
export type FailureReason = Readonly<{ line: string; logged: string }>

/** A message from a worker to the primary. */
export type WorkerMessage =
  /** The worker accepts calls. */
  | Readonly<{ kind: 'listening'; url: string; adminUrl: string | undefined; announcements: readonly string[] }>
  /** The worker could not start. */
  | Readonly<{ kind: 'failed'; reason: FailureReason }>
  /** The worker received a signal of its own to stop and needs a replacement. */
  | Readonly<{ kind: 'leaving' }>
  /** The worker stops, and its last call has ended. */
  | Readonly<{ kind: 'calls-ended' }>
  /** The worker stops. These are its last metrics. */
  | Readonly<{ kind: 'final-metrics'; metrics: readonly object[] }>

/** A message from the primary to a worker: `retire` closes connections one by one as they become idle, `stop` all of them. */
export type PrimaryMessage = Readonly<{ kind: 'retire' }> | Readonly<{ kind: 'stop' }>

/**
 * A request of a worker: the combined metrics of all workers, permission for calls of an app in a given second, the count of the
 * phones that an app was shown in full in a given hour, the count of phones that a caller tried and that found nothing, or the counts of
 * an app's mistakes.
 */
export type WorkerRequest =
  | Readonly<{ kind: 'metrics' }>
  | Readonly<{ kind: 'calls'; appKey: string; second: number; limit: number; calls: number }>
  | Readonly<{
      kind: 'full-phones'
      appKey: string
      sellerId: string
      hour: number
      limit: number
      hashes: readonly number[]
    }>
  | Readonly<{ kind: 'misses'; misses: readonly Miss[] }>
  | Readonly<{ kind: 'mistakes'; appKey: string; mistake?: AppMistake | undefined }>

/** A request of the primary to a worker: the worker's own metrics. */
export type PrimaryRequest = Readonly<{ kind: 'metrics' }>

/** Settings that the primary passes to a worker, as JSON in an environment variable. */
export type WorkerSettings = Readonly<{
  port: number
  /** Replaces port 0 of the admin listener. Null if the flags give the port. */
  adminPort: number | null
  /** When the primary started, in epoch milliseconds. A clock set by `--clock` starts at this time in every worker. */
  startedMs: number
  /** Key for hashes of phones that the workers count together, base64. New with each primary. */
  phoneKey: string
  /** Whether this worker creates what is created only once: the demo. */
  isFirst: boolean
}>

export const workerSettingsVariable = 'YAOQUAN_WORKER'

/** Reads the settings of a worker. @throws Error if this process was not started by a primary */
export function readWorkerSettings(text: string | undefined): WorkerSettings {
  if (text === undefined) throw new Error(`${workerSettingsVariable} was not set by a primary process`)
  return JSON.parse(text) as WorkerSettings
}
