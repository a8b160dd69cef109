import { type MethodDefinition, methods, queryCoupon, type RequestOf, type ResponseOf } from '@yaoquan/api'
import { decodeResponse, encodeRequest } from '@yaoquan/protocol'
import { allCoupons } from './all-coupons.ts'
import { UnreadableAnswerError } from './client-errors.ts'
import { readOptions, type Settings, type TopClientOptions } from './client-options.ts'
import {
  type Coupon,
  type CouponFilter,
  type CouponPage,
  type CouponQuery,
  couponPage,
  couponRequest,
} from './coupon-page.ts'
import { gatewayError } from './gateway-error.ts'
import { postForm } from './post-form.ts'
import { isRepeatable } from './repeatable.ts'
import { withRetries } from './retry.ts'
import { signedForm } from './signed-form.ts'

export type CallOptions = Readonly<{
  signal?: AbortSignal | undefined
  /** In place of the client's own session. */
  session?: string | undefined
}>

export type MethodName = keyof typeof methods

/** What `execute` gives: the method's response and the id that names the call in the server's log. */
export type AnswerOf<M extends MethodDefinition> = ResponseOf<M> & Readonly<{ requestId: string }>

/**
 * Calls methods of a gateway that speaks the TOP protocol. Safe to share; holds no connection of its own.
 * Every method throws a TopClientError: its subclass tells the cause.
 */
export class TopClient {
  readonly #settings: Settings

  /** @throws TypeError if an option is wrong */
  constructor(options: TopClientOptions) {
    this.#settings = readOptions(options)
  }

  /**
   * Calls one method, by its wire name or by a definition.
   * Retries faults of the server and of the network, if the method only reads or `params` carry a request number.
   */
  execute<N extends MethodName>(
    method: N,
    params: RequestOf<(typeof methods)[N]>,
    options?: CallOptions,
  ): Promise<AnswerOf<(typeof methods)[N]>>
  execute<const M extends MethodDefinition>(
    method: M,
    params: RequestOf<M>,
    options?: CallOptions,
  ): Promise<AnswerOf<M>>
  execute(
    method: MethodName | MethodDefinition,
    params: RequestOf<MethodDefinition>,
    options: CallOptions = {},
  ): Promise<AnswerOf<MethodDefinition>> {
    const definition: MethodDefinition = typeof method === 'string' ? methods[method] : method
    const parameters = encodeRequest(definition, params)
    return withRetries(() => this.#attempt(definition, parameters, options), {
      retries: isRepeatable(definition, params) ? this.#settings.retries : 0,
      random: this.#settings.random,
      signal: options.signal,
    })
  }

  /** One page of the chain's coupons, in order of issue. Nothing found is an empty page, not an error. */
  async queryCoupons(query: CouponQuery = {}, options?: CallOptions): Promise<CouponPage> {
    return couponPage(await this.execute(queryCoupon, couponRequest(query), options))
  }

  /** Every coupon that matches, in order of issue, fetched 200 at a time as the loop proceeds. */
  allCoupons(filter: CouponFilter = {}, options?: CallOptions): AsyncGenerator<Coupon, void, undefined> {
    return allCoupons(filter, (query) => this.queryCoupons(query, options))
  }

  /** One request with its own timestamp and signature. */
  async #attempt(
    definition: MethodDefinition,
    parameters: Readonly<Record<string, string>>,
    options: CallOptions,
  ): Promise<AnswerOf<MethodDefinition>> {
    const { url, timeoutMs, fetch, clock } = this.#settings
    const session = options.session ?? this.#settings.session
    const form = signedForm({ ...this.#settings, method: definition.name, session, timestampMs: clock(), parameters })
    const text = await postForm({ url, form, timeoutMs, fetch, signal: options.signal })
    const answer = decodeResponse(definition, text, 'json')
    if (answer.kind === 'error') throw gatewayError(answer.error, answer.requestId)
    if (answer.kind === 'unreadable') {
      throw new UnreadableAnswerError(`the answer cannot be read: ${answer.reason}`, { httpStatus: 200 })
    }
    return { ...answer.response, requestId: answer.requestId }
  }
}
