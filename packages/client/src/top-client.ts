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
  /** Overrides the client's session. */
  session?: string | undefined
}>

export type MethodName = keyof typeof methods

/** The result of `execute`: the method's response, and the request id by which the server's log identifies the call. */
export type AnswerOf<M extends MethodDefinition> = ResponseOf<M> & Readonly<{ requestId: string }>

/**
 * Calls methods of a gateway that speaks the TOP protocol. An instance can be shared; it holds no connection.
 * Every method throws a TopClientError, whose subclass tells the cause.
 */
export class TopClient {
  readonly #settings: Settings

  /** @throws TypeError if an option is invalid */
  constructor(options: TopClientOptions) {
    this.#settings = readOptions(options)
  }

  /**
   * Calls a method by its wire name or its definition.
   * Retries faults of server and network if the method is a read or `params` contain a request number.
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

  /** Fetches one page of the seller's coupons, in order of issue. If nothing is found, the page is empty. */
  async queryCoupons(query: CouponQuery = {}, options?: CallOptions): Promise<CouponPage> {
    return couponPage(await this.execute(queryCoupon, couponRequest(query), options))
  }

  /** Iterates over all matching coupons in order of issue, fetching 200 at a time. */
  allCoupons(filter: CouponFilter = {}, options?: CallOptions): AsyncGenerator<Coupon, void, undefined> {
    return allCoupons(filter, (query) => this.queryCoupons(query, options))
  }

  /** Sends 1 to 1000 issued coupons. `success` is false if some were not stored; `items` has the outcome of each. */
  async issueCoupons(
    request: RequestOf<typeof issueCoupons>,
    options?: CallOptions,
  ): Promise<ResultOf<typeof issueCoupons>> {
    return itemised(await this.execute(issueCoupons, request, options))
  }

  /**
   * Sends any number of issued coupons in parts of a few thousand, and yields the progress after each stored part.
   * Parts are numbered `outRequestNo-1`, `-2` …, so that repeating an upload with the same number stores nothing twice.
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

  /** Issues 1 to 20 coupons of a template to a member: all of them or none. */
  async claimCoupons(
    request: RequestOf<typeof claimCoupons>,
    options?: CallOptions,
  ): Promise<ResultOf<typeof claimCoupons>> {
    return accepted(await this.execute(claimCoupons, request, options))
  }

  /** Reserves a coupon for an order until it is redeemed or released, or the hold expires. */
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

  /**
   * Redeems one coupon, or several of one order: all of them or none. Of concurrent calls for a coupon one succeeds.
   */
  async redeemCoupon(
    request: RequestOf<typeof redeemCoupon>,
    options?: CallOptions,
  ): Promise<ResultOf<typeof redeemCoupon>> {
    return accepted(await this.execute(redeemCoupon, request, options))
  }

  /** Undoes a redemption, for example when its order is cancelled. */
  async returnCoupon(
    request: RequestOf<typeof returnCoupon>,
    options?: CallOptions,
  ): Promise<ResultOf<typeof returnCoupon>> {
    return accepted(await this.execute(returnCoupon, request, options))
  }

  /** Voids coupons. `success` is false if some were refused; `items` has the outcome of each. */
  async voidCoupons(
    request: RequestOf<typeof voidCoupons>,
    options?: CallOptions,
  ): Promise<ResultOf<typeof voidCoupons>> {
    return itemised(await this.execute(voidCoupons, request, options))
  }

  /** Fetches one coupon with all its events. */
  async getCoupon(request: RequestOf<typeof getCoupon>, options?: CallOptions): Promise<ResultOf<typeof getCoupon>> {
    return accepted(await this.execute(getCoupon, request, options))
  }

  /** Fetches one page of a search; the next page starts at `nextCursor`, which the last page lacks. */
  async searchCouponPage(
    request: RequestOf<typeof searchCoupons>,
    options?: CallOptions,
  ): Promise<ResultOf<typeof searchCoupons>> {
    return accepted(await this.execute(searchCoupons, request, options))
  }

  /** Iterates over all coupons that a search finds, in order of issue. */
  searchCoupons(search: CouponSearch = {}, options?: CallOptions): AsyncGenerator<DetailedCoupon, void, undefined> {
    return searchedCoupons(search, (request) => this.searchCouponPage(request, options))
  }

  /** Creates a template or a new version of one. Coupons issued before keep the version of their issue. */
  async saveTemplate(
    request: RequestOf<typeof saveTemplate>,
    options?: CallOptions,
  ): Promise<ResultOf<typeof saveTemplate>> {
    return accepted(await this.execute(saveTemplate, request, options))
  }

  /** Fetches the latest version of a template. */
  async getTemplate(
    request: RequestOf<typeof getTemplate>,
    options?: CallOptions,
  ): Promise<ResultOf<typeof getTemplate>> {
    return accepted(await this.execute(getTemplate, request, options))
  }

  /** Closes a template permanently: it can no longer be claimed. */
  async closeTemplate(
    request: RequestOf<typeof closeTemplate>,
    options?: CallOptions,
  ): Promise<ResultOf<typeof closeTemplate>> {
    return accepted(await this.execute(closeTemplate, request, options))
  }

  /** Fetches one page of the seller's templates. */
  async listTemplates(request: RequestOf<typeof listTemplates>, options?: CallOptions): Promise<TemplatePage> {
    return accepted(await this.execute(listTemplates, request, options))
  }

  /** Iterates over all templates of the seller, by `couponId`. */
  allTemplates(
    filter: Readonly<{ closed?: boolean | undefined }> = {},
    options?: CallOptions,
  ): AsyncGenerator<StoredTemplate, void, undefined> {
    return allTemplates(filter, (request) => this.listTemplates(request, options))
  }

  /** Fetches up to 1000 events of the seller after a given number. */
  async listEvents(request: RequestOf<typeof listEvents> = {}, options?: CallOptions): Promise<EventPage> {
    return accepted(await this.execute(listEvents, request, options))
  }

  /** Iterates over the seller's events in order, without gaps or repeats; `follow` waits for new ones. */
  events(feed: FeedOptions = {}, options?: CallOptions): AsyncGenerator<CouponEvent, void, undefined> {
    return eventFeed({ ...feed, signal: options?.signal }, (request) => this.listEvents(request, options))
  }

  /** Sends one request with a new timestamp and signature. */
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
