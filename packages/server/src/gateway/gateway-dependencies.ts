import type { MethodDefinition } from '@yaoquan/api'
import type { Parameters, UnknownMembers } from '@yaoquan/protocol'
import type { CallContext, Method } from '#methods/method'
import type { CallTelemetry } from '#telemetry/record-calls'
import type { LongWorks } from '#turns/task-queues'
import type { AnswerCache, AnswerForm, ShownAnswer } from './answer-cache.ts'
import type { CallerDirectory, RememberSign } from './call/callers.ts'
import type { FaultInjection, Refused } from './call/incoming-call.ts'
import type { Methods } from './checks/call-checks.ts'
import type { CodeGuesses } from './limits/code-guesses.ts'
import type { FullPhoneReads } from './limits/full-phone-reads.ts'
import type { CallMeter } from './limits/meter-calls.ts'
import type { PhoneGuesses } from './limits/phone-guesses.ts'
import type { OldSecretUses } from './old-secret-uses.ts'

export type GatewayDependencies = Readonly<{
  callers: CallerDirectory
  methods: Methods
  meter: CallMeter
  codeGuesses: CodeGuesses
  fullPhones: Pick<FullPhoneReads, 'count'>
  phoneGuesses: Pick<PhoneGuesses, 'begin' | 'wait' | 'missed' | 'listed' | 'named'>
  /** Undefined: no answer is cached. */
  answers?: AnswerCache | undefined
  oldSecrets: OldSecretUses
  /** Records the signatures of writes that are refused before they reach the store, for all servers. */
  rememberSign: RememberSign
  telemetry: CallTelemetry
  /** Whether a fault of the store is temporary, so that the same call may succeed later. */
  mayPass: (error: unknown) => boolean
  /** Undefined: large writes are performed like all calls. */
  bulkWriter?: BulkWriter | undefined
  longWorks: LongWorks
  /** Epoch milliseconds; in a sandbox each seller may have a clock of its own. */
  clock: (sellerId?: string) => number
  /** Whether the answer to a bad signature explains it, which reveals the base string: never in production. */
  isSandbox: boolean
  faultInjection?: FaultInjection | undefined
  newRequestId: () => string
}>

/** A call that passed its checks. */
export type AllowedCall = Readonly<{
  method: Method<MethodDefinition>
  parameters: Parameters
  context: CallContext
  form: AnswerForm
  unknownMembers: UnknownMembers
}>

export type Outcome =
  | Readonly<{ kind: 'answered'; sellerId: string; answer: ShownAnswer }>
  | Refused
  /** A sandbox drops the answer. */
  | Readonly<{ kind: 'lost' }>

/** Performs large writes in a thread of their own, so that other calls do not wait for them. */
export interface BulkWriter {
  /** @returns undefined for a call that is to be performed like others: most are small, and some need what only this thread has */
  perform(call: AllowedCall): Promise<Outcome> | undefined
}
