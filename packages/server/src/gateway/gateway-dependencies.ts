import type { RememberSign } from '#gateway/call/signed-call'
import type { Methods } from '#gateway/checks/call-checks'
import type { CallTelemetry } from '#telemetry/record-calls'
import type { LongWorks } from '#turns/long-works'
import type { BulkWriter } from './allowed-call.ts'
import type { AnswerCache } from './answer-cache.ts'
import type { CallerDirectory } from './call/callers.ts'
import type { FaultInjection } from './call/fault-injection.ts'
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
