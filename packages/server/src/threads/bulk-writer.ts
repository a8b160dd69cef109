import type { MethodDefinition } from '@yaoquan/api'
import type { Encoding, Parameters } from '@yaoquan/protocol'
import type { AnswerForm, ShownAnswer } from '#gateway/answer-cache'
import { type Refused, refuse } from '#gateway/call/incoming-call'
import type { AllowedCall, BulkWriter, Outcome } from '#gateway/gateway-dependencies'
import type { RefusalSink, RefusedCall } from '#methods/keep-refusals'
import type { CallContext } from '#methods/method'
import { phoneFinders } from '#methods/phone-finders'
import type { Telemetry } from '#telemetry/telemetry'

/** A bulk writer whose thread ends with the server. */
type ClosableBulkWriter = BulkWriter &
  Readonly<{
    /** Finishes the calls and ends the thread. */
    close(): Promise<void>
  }>

/** The thread as the gateway sees it. */
export type BulkThread = Readonly<{
  send(message: ToBulkThread): void
  /** Resolves when the thread has ended; with the reason, unless it was told to close. */
  ended: Promise<unknown>
}>

type Dependencies = Readonly<{
  /** Starts a thread, which reports `ready` later. */
  start(onMessage: (message: FromBulkThread<unknown>) => void): BulkThread
  refusals: RefusalSink
  telemetry: Pick<Telemetry, 'callFailed' | 'backgroundFailed' | 'bulkThreadStarted' | 'bulkThreadEnded'>
  monotonicMs: () => number
}>

/** Characters of all values from which on a call is large: some 100 coupons, whose issue takes 6 ms. */
const largeCharacters = 32 * 1024
/** After a thread ended by itself, the next one is started this much later. */
const pauseMs = 5_000

type Running = Readonly<{
  thread: BulkThread
  pending: Map<number, Readonly<{ call: AllowedCall; resolve: (outcome: Outcome) => void }>>
}> & { isReady: boolean }

/**
 * The thread starts with the first large write; until it is ready, and after it died, calls are performed as without it. Calls in
 * flight of a thread that died are answered with code 15, so their callers repeat them under the same number.
 */
export function createBulkWriter({ start, refusals, telemetry, monotonicMs }: Dependencies): ClosableBulkWriter {
  let running: Running | undefined
  let notBeforeMs = 0
  let lastId = 0
  let isClosed = false

  function startThread(): Running {
    const pending: Running['pending'] = new Map()
    const thread = start((message) => {
      switch (message.kind) {
        case 'ready':
          started.isReady = true
          return telemetry.bulkThreadStarted()
        case 'refused-call':
          return void refusals.note(message.refused)
        case 'failed-call':
          return telemetry.callFailed({ requestId: message.requestId, method: message.method, error: message.fault })
        case 'failed-work':
          return telemetry.backgroundFailed({ work: message.work, error: message.fault })
        case 'done': {
          const input = pending.get(message.id)
          pending.delete(message.id)
          return input?.resolve(outcomeOf(message.outcome, input.call))
        }
      }
    })
    const started: Running = { thread, pending, isReady: false }
    void thread.ended.then((error) => {
      running = undefined
      if (isClosed && error === undefined) return
      notBeforeMs = monotonicMs() + pauseMs
      telemetry.bulkThreadEnded({ error })
      for (const { call, resolve } of pending.values()) {
        telemetry.callFailed({ requestId: call.context.requestId, method: call.method.definition.name, error })
        resolve(refuse('storeUnavailable'))
      }
    })
    return started
  }

  return {
    perform(call) {
      if (isClosed || !isForThread(call)) return undefined
      if (running === undefined && monotonicMs() >= notBeforeMs) running = startThread()
      if (!running?.isReady) return undefined
      const { thread, pending } = running
      const { method, parameters, context, form } = call
      lastId += 1
      const id = lastId
      return new Promise((resolve) => {
        pending.set(id, { call, resolve })
        thread.send({ kind: 'call', id, method: method.definition.name, parameters, context, form })
      })
    },
    async close() {
      isClosed = true
      const thread = running?.thread
      thread?.send({ kind: 'close' })
      await thread?.ended
    },
  }
}

/** Whether a call is a large write that no limit of this thread applies to: those of phones, codes and operators. */
function isForThread({ method: { definition }, parameters, context, form }: AllowedCall): boolean {
  if (definition.effect !== 'write' || context.operator !== undefined || !isLarge(parameters)) return false
  return !(form.masksPhones && phoneFinders.has(definition.name)) && !namesCodes(definition)
}

function isLarge(parameters: AllowedCall['parameters']): boolean {
  let characters = 0
  for (const value of parameters.values()) characters += value.length
  return characters >= largeCharacters
}

function namesCodes({ request }: MethodDefinition): boolean {
  return 'couponCode' in request || 'couponCodes' in request
}

function outcomeOf(
  outcome: SentAnswer | Extract<Outcome, { kind: 'refused' }>,
  { method, context }: AllowedCall,
): Outcome {
  if (outcome.kind === 'refused') return outcome
  const { bytes, encoding, phones, missed, noPhones } = outcome
  const encoded = { definition: method.definition, encoding, bytes }
  return { kind: 'answered', sellerId: context.sellerId, answer: { encoded, phones, missed, noPhones } }
}

/** A call that passed its checks. Its large values are texts, which cross a port as one copy. */
export type BulkCall = Readonly<{
  kind: 'call'
  id: number
  method: string
  parameters: Parameters
  context: CallContext
  form: AnswerForm
}>

/** The first message. Data of a worker would stay in its memory. */
export type OpenBulkThread = Readonly<{
  kind: 'open'
  dataDir: string
  /** The key as text, as in the configuration. */
  masterKey: string
  turnMemory: SharedArrayBuffer
}>

/** To the thread. `close`: finish the calls and end. */
export type ToBulkThread = OpenBulkThread | BulkCall | Readonly<{ kind: 'close' }>

/** An encoded answer without the definition of its method, which has functions. */
export type SentAnswer = Readonly<{
  kind: 'answered'
  bytes: Uint8Array<ArrayBuffer>
  encoding: Encoding
  phones: ShownAnswer['phones']
  missed: ShownAnswer['missed']
  noPhones: ShownAnswer['noPhones']
}>

/** From the thread. `Fault` is how a fault crosses. */
export type FromBulkThread<Fault> =
  | Readonly<{ kind: 'ready' }>
  | Readonly<{ kind: 'done'; id: number; outcome: SentAnswer | Refused }>
  /** A refused call to be kept; it comes before its answer. */
  | Readonly<{ kind: 'refused-call'; refused: RefusedCall }>
  | Readonly<{ kind: 'failed-work'; work: string; fault: Fault }>
  /** A method threw; it comes before the answer. */
  | Readonly<{ kind: 'failed-call'; requestId: string; method: string; fault: Fault }>
