import type { MethodDefinition, RequestOf } from '@yaoquan/api'
import { decodeJsonResponse, encodeRequest } from '@yaoquan/protocol'
import { gatewayError, UnreadableAnswerError } from './client-errors.ts'
import { readOptions, type Settings, type TopClientOptions } from './client-options.ts'
import type { AnswerOf, RequestTo } from './named-method.ts'
import { postForm } from './post-form.ts'
import { requestNumberOf, withRequestNumber } from './request-number.ts'
import { isRepeatable, withRetries } from './retry.ts'
import { signedForm } from './signed-form.ts'
import { watchAttempt } from './watch-attempt.ts'

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
