import type { InputOf, MethodDefinition, ResponseOf, Text } from '@yaoquan/api'
import { type EncodedResponse, type Encoding, encodeMembers } from '@yaoquan/protocol'
import { LRUCache } from 'lru-cache'
import type { CallContext, Method } from '#methods/method'
import { type Missed, phoneFinders } from '#methods/phone-finders'
import { type NoPhones, noPhonesStored } from '#methods/phones-stored'
import { type AnswerPhones, maskPhones, phonesOf, noPhones as showsNone } from './call/answer-phones.ts'

/** An encoded answer with the time during which the clock leaves it as it is, epoch milliseconds. */
type TimedAnswer = Readonly<{ answer: ShownAnswer; fromMs: number; untilMs: number }>

/** An encoded answer, the phones it shows in full, and what it reveals to a caller who sees phones masked. */
export type ShownAnswer = Readonly<{
  encoded: EncodedResponse
  phones: AnswerPhones
  missed: Missed | undefined
  /** What the call stored as phones although they are none. */
  noPhones: NoPhones | undefined
}>

/**
 * Encoded answers of reads. The key of an answer names everything that shapes its bytes but the clock: what it shows
 * and how it is written. What changes gets another key, so nothing is ever invalidated; old answers are evicted.
 */
export class AnswerCache {
  readonly #answers: LRUCache<string, TimedAnswer>

  /** @param maxCoupons how many coupons of usual length all answers together may show, at least 1 */
  constructor(maxCoupons: number) {
    this.#answers = new LRUCache({
      maxSize: maxCoupons * usualBytes,
      sizeCalculation: ({ answer: { encoded, phones } }, key) =>
        encoded.bytes.length + key.length + phones.hashes.length * hashBytes + entryBytes,
      ttl: keptMs,
      ttlResolution: 1_000,
    })
  }

  /** @param nowMs the clock of the call, which in a sandbox may have moved back */
  find(key: string, nowMs: number): ShownAnswer | undefined {
    const known = this.#answers.get(key)
    return known !== undefined && known.fromMs <= nowMs && nowMs < known.untilMs ? known.answer : undefined
  }

  /** Keeps a copy of the bytes, which are a view of a slab (`Utf8Writer`). */
  keep(key: string, { answer, ...times }: TimedAnswer): void {
    const encoded = { ...answer.encoded, bytes: answer.encoded.bytes.slice() }
    this.#answers.set(key, { answer: { ...answer, encoded }, ...times })
  }
}

/** Usual size of a coupon in an answer. */
const usualBytes = 512
/** Size of a phone's hash in an array. */
const hashBytes = 8
/** What an entry takes besides its bytes and its key, about. */
const entryBytes = 400
/** Within a minute an answer shows even what somebody changed in the database by hand, past the coupons' versions. */
const keptMs = 60_000

export type AnswerForm = Readonly<{ encoding: Encoding; masksPhones: boolean; language: keyof Text }>

export type DecodedCall = Readonly<{
  method: Method<MethodDefinition>
  input: InputOf<MethodDefinition>
  context: CallContext
  form: AnswerForm
  /** The first member that was ignored although it has a value. */
  ignored?: string | undefined
}>

/** Performs the call, or gives the answer of an earlier call if that is still the answer. */
export async function performCached(call: DecodedCall, answers: AnswerCache | undefined): Promise<ShownAnswer> {
  const { method, input, context, form } = call
  const { caching } = method
  const tag = answers && (await caching?.tagOf(input, context))
  if (answers === undefined || caching === undefined || tag === undefined) {
    return encodeAnswer(call, await method.call(input, context))
  }
  const key = `${method.definition.name} ${form.encoding} ${form.masksPhones} ${form.language} ${tag}`
  const known = answers.find(key, context.nowMs)
  if (known !== undefined) return known
  const { response, untilMs } = await caching.respond(input, context)
  const answer = encodeAnswer(call, response)
  answers.keep(key, { answer, fromMs: context.nowMs, untilMs })
  return answer
}

/** The response as the caller may see it, in the caller's encoding, the phones it shows, and those it did not find. */
export function encodeAnswer(
  { method, input, form }: Pick<DecodedCall, 'method' | 'input' | 'form'>,
  worded: ResponseOf<MethodDefinition>,
): ShownAnswer {
  const { definition } = method
  const response = inLanguage(worded, form.language)
  const noPhones = noPhonesStored(definition, input, response)
  if (form.masksPhones) {
    const encoded = encodeMembers(definition, maskPhones(response), form.encoding)
    return { encoded, phones: showsNone, missed: phoneFinders.get(definition.name)?.missed(response, input), noPhones }
  }
  const encoded = encodeMembers(definition, response, form.encoding)
  return { encoded, phones: phonesOf(definition, response), missed: undefined, noPhones }
}

/**
 * An error or an answer in the language of its caller. Texts are made in Chinese, with the same in English beside it under
 * the name with `En`, such as `errorMessage` and `errorMessageEn`; what no definition lists is not encoded. So Chinese, the
 * default, costs a second text for each refusal, and no pass over the answer.
 */
export function inLanguage<Value>(value: Value, language: keyof Text | undefined): Value {
  return language === 'en' ? (inEnglish(value) as Value) : value
}

function inEnglish(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inEnglish)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const english: unknown = Reflect.get(value, `${name}En`)
      return [name, typeof english === 'string' ? english : inEnglish(member)]
    }),
  )
}
