import {
  claimCoupons,
  closeTemplate,
  getCoupon,
  getTemplate,
  holdCoupon,
  issueCoupons,
  listEvents,
  listTemplates,
  type MethodDefinition,
  methods,
  queryCoupon,
  type RequestOf,
  type ResponseOf,
  redeemCoupon,
  releaseCoupon,
  returnCoupon,
  saveTemplate,
  searchCoupons,
  voidCoupons,
} from '@yaoquan/api'
import { decodeResponse, encodeRequest } from '@yaoquan/protocol'
import { allCoupons } from './all-coupons.ts'
import { allTemplates, type StoredTemplate, type TemplatePage } from './all-templates.ts'
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
import { type CouponEvent, type EventPage, eventFeed, type FeedOptions } from './event-feed.ts'
import { gatewayError } from './gateway-error.ts'
import { accepted, itemised, type ResultOf } from './method-result.ts'
import { postForm } from './post-form.ts'
import { isRepeatable } from './repeatable.ts'
import { withRetries } from './retry.ts'
import { type CouponSearch, type DetailedCoupon, searchedCoupons } from './searched-coupons.ts'
import { signedForm } from './signed-form.ts'
import { type UploadEvent, type UploadedCoupon, type UploadOptions, uploadedCoupons } from './upload-coupons.ts'

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

  /** Passes on 1 to 1000 issued coupons. `success` is false when some were not stored; `items` tells of each. */
  async issueCoupons(
    request: RequestOf<typeof issueCoupons>,
    options?: CallOptions,
  ): Promise<ResultOf<typeof issueCoupons>> {
    return itemised(await this.execute(issueCoupons, request, options))
  }

  /**
   * Passes on any number of issued coupons, a few thousand at a time, and tells of each part once it is stored. Parts are
   * numbered `outRequestNo-1`, `-2` …: the same coupons under the same number happen once.
   */
  uploadCoupons(
    coupons: Iterable<UploadedCoupon> | AsyncIterable<UploadedCoupon>,
    upload: UploadOptions,
    options: CallOptions = {},
  ): AsyncGenerator<UploadEvent, void, undefined> {
    return uploadedCoupons(coupons, upload, {
      ...this.#settings,
      session: options.session ?? this.#settings.session,
      signal: options.signal,
    })
  }

  /** Issues 1 to 20 coupons of a template to a member, all or none. */
  async claimCoupons(
    request: RequestOf<typeof claimCoupons>,
    options?: CallOptions,
  ): Promise<ResultOf<typeof claimCoupons>> {
    return accepted(await this.execute(claimCoupons, request, options))
  }

  /** Keeps a coupon for an order until it is redeemed, released, or the time runs out. */
  async holdCoupon(request: RequestOf<typeof holdCoupon>, options?: CallOptions): Promise<ResultOf<typeof holdCoupon>> {
    return accepted(await this.execute(holdCoupon, request, options))
  }

  /** Ends the hold of an order. */
  async releaseCoupon(
    request: RequestOf<typeof releaseCoupon>,
    options?: CallOptions,
  ): Promise<ResultOf<typeof releaseCoupon>> {
    return accepted(await this.execute(releaseCoupon, request, options))
  }

  /** Uses one coupon, or several of one order, all or none. Exactly one caller wins. */
  async redeemCoupon(
    request: RequestOf<typeof redeemCoupon>,
    options?: CallOptions,
  ): Promise<ResultOf<typeof redeemCoupon>> {
    return accepted(await this.execute(redeemCoupon, request, options))
  }

  /** Undoes a redemption whose order was cancelled. */
  async returnCoupon(
    request: RequestOf<typeof returnCoupon>,
    options?: CallOptions,
  ): Promise<ResultOf<typeof returnCoupon>> {
    return accepted(await this.execute(returnCoupon, request, options))
  }

  /** Takes coupons out of use. `success` is false when some were refused; `items` tells of each. */
  async voidCoupons(
    request: RequestOf<typeof voidCoupons>,
    options?: CallOptions,
  ): Promise<ResultOf<typeof voidCoupons>> {
    return itemised(await this.execute(voidCoupons, request, options))
  }

  /** One coupon with everything that happened to it. */
  async getCoupon(request: RequestOf<typeof getCoupon>, options?: CallOptions): Promise<ResultOf<typeof getCoupon>> {
    return accepted(await this.execute(getCoupon, request, options))
  }

  /** One page of a search; go on with `nextCursor` until there is none. */
  async searchCouponPage(
    request: RequestOf<typeof searchCoupons>,
    options?: CallOptions,
  ): Promise<ResultOf<typeof searchCoupons>> {
    return accepted(await this.execute(searchCoupons, request, options))
  }

  /** Every coupon that a search finds, in order of issue, fetched as the loop proceeds. */
  searchCoupons(search: CouponSearch = {}, options?: CallOptions): AsyncGenerator<DetailedCoupon, void, undefined> {
    return searchedCoupons(search, (request) => this.searchCouponPage(request, options))
  }

  /** Makes a template, or a new version of one; coupons issued before keep their terms. */
  async saveTemplate(
    request: RequestOf<typeof saveTemplate>,
    options?: CallOptions,
  ): Promise<ResultOf<typeof saveTemplate>> {
    return accepted(await this.execute(saveTemplate, request, options))
  }

  /** The latest version of one template. */
  async getTemplate(
    request: RequestOf<typeof getTemplate>,
    options?: CallOptions,
  ): Promise<ResultOf<typeof getTemplate>> {
    return accepted(await this.execute(getTemplate, request, options))
  }

  /** Ends the claims of a template for good. */
  async closeTemplate(
    request: RequestOf<typeof closeTemplate>,
    options?: CallOptions,
  ): Promise<ResultOf<typeof closeTemplate>> {
    return accepted(await this.execute(closeTemplate, request, options))
  }

  /** One page of the chain's templates. */
  async listTemplates(request: RequestOf<typeof listTemplates>, options?: CallOptions): Promise<TemplatePage> {
    return accepted(await this.execute(listTemplates, request, options))
  }

  /** Every template of the chain, fetched as the loop proceeds. */
  allTemplates(
    filter: Readonly<{ closed?: boolean | undefined }> = {},
    options?: CallOptions,
  ): AsyncGenerator<StoredTemplate, void, undefined> {
    return allTemplates(filter, (request) => this.listTemplates(request, options))
  }

  /** The chain's events after a number, 1000 at most at once. */
  async listEvents(request: RequestOf<typeof listEvents> = {}, options?: CallOptions): Promise<EventPage> {
    return accepted(await this.execute(listEvents, request, options))
  }

  /** The chain's events in order, none missed or repeated; with `follow` it waits for new ones. */
  events(feed: FeedOptions = {}, options?: CallOptions): AsyncGenerator<CouponEvent, void, undefined> {
    return eventFeed({ ...feed, signal: options?.signal }, (request) => this.listEvents(request, options))
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
