import type { MethodDefinition } from '@yaoquan/api'
import type { Parameters, UnknownMembers } from '@yaoquan/protocol'
import type { CallContext, Method } from '#methods/method'
import type { AnswerForm, ShownAnswer } from './answer-cache.ts'
import type { Refused } from './call/refusal.ts'

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
