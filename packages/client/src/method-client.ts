import type { MethodDefinition, RequestOf } from '@yaoquan/api'
import { decodeJsonResponse, encodeRequest } from '@yaoquan/protocol'
import { gatewayError, TopClientError, UnreadableAnswerError } from './client-errors.ts'
import { type Attempt, type EndedAttempt, readOptions, type Settings, type TopClientOptions } from './client-options.ts'
import type { AnsweredBy } from './method-result.ts'
import type { Answers, MethodName, Requests } from './method-types.ts'
import { postForm, signedForm } from './post-form.ts'
import { type ParametersOf, requestNumberOf, withRequestNumber } from './request-number.ts'
import { isRepeatable, withRetries } from './retry.ts'

export type CallOptions = Readonly<{
  signal?: AbortSignal | undefined
  /** Overrides the client's session. */
  session?: string | undefined
}>

/**
 * Calls the methods whose definitions it is given, and imports none: a bundle holds only those that a program names. `TopClient` knows
 * all methods.
 */
export class MethodClient {
  readonly #settings: Settings

  /** @throws TypeError if an option is invalid */
  constructor(options: TopClientOptions) {
    this.#settings = readOptions(options)
  }

  /**
   * Calls a method. A refusal is a value, not an error: check `result.success`.
   * Retries faults of server and network if the method is a read, takes effect once per content, or has a request number. The client
   * makes one for a write that needs it and has none.
   * @throws TopClientError, whose subclass tells the cause
   */
  async execute<const M extends MethodDefinition>(
    method: M,
    request: RequestTo<M>,
    options: CallOptions = {},
  ): Promise<AnswerOf<M>> {
    const definition: MethodDefinition = method
    const params = withRequestNumber(definition.request, request) as RequestOf<MethodDefinition>
    const parameters = encodeRequest(definition, params)
    const outRequestNo = requestNumberOf(params)
    const send = (attempt: number) =>
      watchAttempt({ method: definition.name, attempt, outRequestNo }, this.#settings, () =>
        this.#send(definition, parameters, options),
      )
    const { retries, retryPolicy } = this.#settings
    const sent = await withRetries(send, {
      retries: isRepeatable(definition, params) ? retries : 0,
      retryPolicy,
      outRequestNo,
      signal: options.signal,
    })
    return sent as AnswerOf<M>
  }

  /** Sends one request with a new timestamp and signature. */
  async #send(
    definition: MethodDefinition,
    parameters: Readonly<Record<string, string>>,
    options: CallOptions,
  ): Promise<AnswerOf<MethodDefinition>> {
    const { url, timeoutMs, fetch, clock } = this.#settings
    const session = options.session ?? this.#settings.session
    const form = signedForm({ ...this.#settings, method: definition.name, session, timestampMs: clock(), parameters })
    const text = await postForm({ url, form, timeoutMs, fetch, signal: options.signal })
    const answer = decodeJsonResponse(definition, text, 'json')
    if (answer.kind === 'error') throw gatewayError(answer.error, answer.requestId)
    if (answer.kind === 'unreadable') {
      throw new UnreadableAnswerError(`the answer cannot be read: ${answer.reason}`, { httpStatus: 200 })
    }
    return { ...answer.response, requestId: answer.requestId }
  }
}

/** A method by its wire name, or by its definition. */
export type Method = MethodName | MethodDefinition

/** What a caller passes to a method. */
export type RequestTo<M extends Method> = M extends MethodName
  ? Requests[M]
  : M extends Named<infer N>
    ? Requests[N]
    : M extends MethodDefinition
      ? ParametersOf<M>
      : never

/**
 * What `execute` returns: the method's response, and the request id by which the server's log identifies the call. A refusal is a value:
 * `result.success` is false, and `result.errorCode` says why.
 */
export type AnswerOf<M extends Method> = M extends MethodName
  ? Answers[M]
  : M extends Named<infer N>
    ? Answers[N]
    : M extends MethodDefinition
      ? AnsweredBy<M>
      : never

type Named<N extends MethodName> = Readonly<{ name: N }>

/**
 * Tells hooks and logger of one attempt.
 * @param send the attempt; its answer names the request id
 */
export async function watchAttempt<T extends Readonly<{ requestId: string }>>(
  attempt: Attempt,
  { onRequest, onResponse, logger }: Pick<Settings, 'onRequest' | 'onResponse' | 'logger'>,
  send: () => Promise<T>,
): Promise<T> {
  onRequest?.(attempt)
  const startMs = performance.now()
  const ended = (requestId: string | undefined, error?: TopClientError) => {
    const told = { ...attempt, durationMs: performance.now() - startMs, requestId, error }
    onResponse?.(told)
    if (error === undefined) logger?.debug(lineOf(told))
    else logger?.warn(lineOf(told))
  }
  let answer: T
  try {
    answer = await send()
  } catch (error) {
    if (!(error instanceof TopClientError)) throw error
    ended(error.requestId, error)
    throw error
  }
  ended(answer.requestId)
  return answer
}

/** Has no message of the error, which may quote a parameter. */
function lineOf({ method, attempt, outRequestNo, durationMs, requestId, error }: EndedAttempt): string {
  const outcome = error === undefined ? 'answered' : `failed with ${error.name}`
  const facts = [
    outRequestNo === undefined ? undefined : `out_request_no ${outRequestNo}`,
    requestId === undefined ? undefined : `request_id ${requestId}`,
    error?.code === undefined ? undefined : `code ${error.code}`,
    error?.subCode,
  ]
  const told = facts.filter((fact) => fact !== undefined).map((fact) => `, ${fact}`)
  return `${method}, attempt ${attempt}: ${outcome} in ${Math.round(durationMs)} ms${told.join('')}`
}
