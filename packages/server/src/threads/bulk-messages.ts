import type { Encoding, Parameters } from '@yaoquan/protocol'
import type { AnswerForm, ShownAnswer } from '#gateway/answer-cache'
import type { Refused } from '#gateway/call/incoming-call'
import type { RefusedCall } from '#methods/keep-refusals'
import type { CallContext } from '#methods/method'

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
