import type { InputOf, MethodDefinition, ResponseOf } from '@yaoquan/api'
import { type EncodedResponse, type Encoding, encodeMembers } from '@yaoquan/protocol'
import type { CallContext, Method } from '#methods/method'
import type { AnswerCache } from './answer-cache.ts'
import { maskPhones } from './mask-phones.ts'

/** How an answer is written for a caller. */
export type AnswerForm = Readonly<{ encoding: Encoding; masksPhones: boolean }>

/** A call whose input is decoded. */
export type DecodedCall = Readonly<{
  method: Method<MethodDefinition>
  input: InputOf<MethodDefinition>
  context: CallContext
  form: AnswerForm
}>

/** Performs the call, or gives the answer of an earlier call if that is still the answer. */
export async function performCached(call: DecodedCall, answers: AnswerCache | undefined): Promise<EncodedResponse> {
  const { method, input, context, form } = call
  const { caching } = method
  const tag = answers && (await caching?.tagOf(input, context))
  if (answers === undefined || caching === undefined || tag === undefined) {
    return encodeAnswer(call, await method.call(input, context))
  }
  const key = `${method.definition.name} ${form.encoding} ${form.masksPhones} ${tag}`
  const known = answers.find(key, context.nowMs)
  if (known !== undefined) return known
  const { response, untilMs } = await caching.respond(input, context)
  const answer = encodeAnswer(call, response)
  answers.keep(key, { answer, fromMs: context.nowMs, untilMs })
  return answer
}

/** The response as the caller may see it, in the caller's encoding. */
export function encodeAnswer(
  { method, form }: Pick<DecodedCall, 'method' | 'form'>,
  response: ResponseOf<MethodDefinition>,
): EncodedResponse {
  return encodeMembers(method.definition, form.masksPhones ? maskPhones(response) : response, form.encoding)
}
