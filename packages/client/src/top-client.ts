import {
  changePhone,
  claimCoupons,
  closeTemplate,
  dailyFigures,
  eraseMember,
  explainCoupon,
  exportMember,
  extendCoupons,
  getCoupon,
  getMember,
  getOrder,
  getRedemption,
  getTemplate,
  holdCoupon,
  issueCoupons,
  listEvents,
  listRedemptions,
  listTemplates,
  type MethodDefinition,
  mergeMembers,
  methods,
  overviewFigures,
  queryCoupon,
  type RequestOf,
  type ResponseOf,
  redeemCoupon,
  releaseCoupon,
  reopenTemplate,
  replaceCard,
  returnCoupon,
  returnRedemption,
  saveMember,
  saveTemplate,
  searchCoupons,
  searchMembers,
  searchOrders,
  syncOrder,
  unmergeMembers,
  uploadRedemption,
  voidCoupons,
} from '@yaoquan/api'
import { decodeResponse, encodeRequest } from '@yaoquan/protocol'
import { gatewayError, UnreadableAnswerError } from './client-errors.ts'
import { readOptions, type Settings, type TopClientOptions } from './client-options.ts'
import { type CouponEvent, type EventPage, eventFeed, type FeedOptions } from './event-feed.ts'
import { accepted, itemised, type ResultMethod, type ResultOf } from './method-result.ts'
import {
  allCoupons,
  type Coupon,
  type CouponFilter,
  type CouponPage,
  type CouponQuery,
  type CouponSearch,
  couponPage,
  couponRequest,
  type DetailedCoupon,
  type Position,
  pagesByCursor,
  type StoredTemplate,
  type TemplatePage,
} from './pages.ts'
import { postForm } from './post-form.ts'
import { isRepeatable, withRetries } from './retry.ts'
import { signedForm } from './signed-form.ts'
import { type UploadEvent, type UploadedCoupon, type UploadOptions, uploadedCoupons } from './upload-coupons.ts'

export type CallOptions = Readonly<{
  signal?: AbortSignal | undefined
  /** Overrides the client's session. */
  session?: string | undefined
}>

type Params<M extends MethodDefinition> = RequestOf<M>
type Result<M extends ResultMethod> = Promise<ResultOf<M>>

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
  async issueCoupons(request: Params<typeof issueCoupons>, options?: CallOptions): Result<typeof issueCoupons> {
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
  async claimCoupons(request: Params<typeof claimCoupons>, options?: CallOptions): Result<typeof claimCoupons> {
    return accepted(await this.execute(claimCoupons, request, options))
  }

  /** Reserves a coupon for an order until it is redeemed or released, or the hold expires. */
  async holdCoupon(request: Params<typeof holdCoupon>, options?: CallOptions): Result<typeof holdCoupon> {
    return accepted(await this.execute(holdCoupon, request, options))
  }

  /** Ends the hold of an order. */
  async releaseCoupon(request: Params<typeof releaseCoupon>, options?: CallOptions): Result<typeof releaseCoupon> {
    return accepted(await this.execute(releaseCoupon, request, options))
  }

  /**
   * Redeems one coupon, or several of one order: all of them or none. Of concurrent calls for a coupon one succeeds.
   */
  async redeemCoupon(request: Params<typeof redeemCoupon>, options?: CallOptions): Result<typeof redeemCoupon> {
    return accepted(await this.execute(redeemCoupon, request, options))
  }

  /** Undoes a redemption, for example when its order is cancelled. */
  async returnCoupon(request: Params<typeof returnCoupon>, options?: CallOptions): Result<typeof returnCoupon> {
    return accepted(await this.execute(returnCoupon, request, options))
  }

  /** Takes goods of an order back, or with `dryRun` tells what that would refund. */
  async returnRedemption(
    request: Params<typeof returnRedemption>,
    options?: CallOptions,
  ): Result<typeof returnRedemption> {
    return accepted(await this.execute(returnRedemption, request, options))
  }

  /** Voids coupons. `success` is false if some were refused; `items` has the outcome of each. */
  async voidCoupons(request: Params<typeof voidCoupons>, options?: CallOptions): Result<typeof voidCoupons> {
    return itemised(await this.execute(voidCoupons, request, options))
  }

  /** Gives coupons a later last day. `success` is false if some were refused; `items` has the outcome of each. */
  async extendCoupons(request: Params<typeof extendCoupons>, options?: CallOptions): Result<typeof extendCoupons> {
    return itemised(await this.execute(extendCoupons, request, options))
  }

  /** Fetches one coupon with all its events. */
  async getCoupon(request: Params<typeof getCoupon>, options?: CallOptions): Result<typeof getCoupon> {
    return accepted(await this.execute(getCoupon, request, options))
  }

  /** Fetches why a coupon was refused at a moment, and the single change that makes it usable. */
  async explainCoupon(request: Params<typeof explainCoupon>, options?: CallOptions): Result<typeof explainCoupon> {
    return accepted(await this.execute(explainCoupon, request, options))
  }

  /** Fetches one page of a search; the next page starts at `nextCursor`, which the last page lacks. */
  async searchCouponPage(request: Params<typeof searchCoupons>, options?: CallOptions): Result<typeof searchCoupons> {
    return accepted(await this.execute(searchCoupons, request, options))
  }

  /** Iterates over all coupons that a search finds, in order of issue. */
  async *searchCoupons(
    search: CouponSearch = {},
    options?: CallOptions,
  ): AsyncGenerator<DetailedCoupon, void, undefined> {
    const fetchPage = (position: Position) => this.searchCouponPage({ ...search, ...position }, options)
    for await (const { coupons } of pagesByCursor(fetchPage)) yield* coupons
  }

  /** Creates a template or a new version of one. Coupons issued before keep the version of their issue. */
  async saveTemplate(request: Params<typeof saveTemplate>, options?: CallOptions): Result<typeof saveTemplate> {
    return accepted(await this.execute(saveTemplate, request, options))
  }

  /** Fetches a template in its latest version, or in another one. */
  async getTemplate(request: Params<typeof getTemplate>, options?: CallOptions): Result<typeof getTemplate> {
    return accepted(await this.execute(getTemplate, request, options))
  }

  /** Closes a template: it cannot be claimed until it is reopened. */
  async closeTemplate(request: Params<typeof closeTemplate>, options?: CallOptions): Result<typeof closeTemplate> {
    return accepted(await this.execute(closeTemplate, request, options))
  }

  /** Opens a closed template again. */
  async reopenTemplate(request: Params<typeof reopenTemplate>, options?: CallOptions): Result<typeof reopenTemplate> {
    return accepted(await this.execute(reopenTemplate, request, options))
  }

  /** Fetches one page of the seller's templates. */
  async listTemplates(request: RequestOf<typeof listTemplates>, options?: CallOptions): Promise<TemplatePage> {
    return accepted(await this.execute(listTemplates, request, options))
  }

  /** Iterates over all templates of the seller, by `couponId`. */
  async *allTemplates(
    filter: Readonly<{ closed?: boolean | undefined }> = {},
    options?: CallOptions,
  ): AsyncGenerator<StoredTemplate, void, undefined> {
    const fetchPage = (position: Position) => this.listTemplates({ ...filter, ...position }, options)
    for await (const { templates } of pagesByCursor(fetchPage)) yield* templates
  }

  /** Creates a member, or changes what is sent of one. */
  async saveMember(request: Params<typeof saveMember>, options?: CallOptions): Result<typeof saveMember> {
    return accepted(await this.execute(saveMember, request, options))
  }

  /** Fetches one member with phones, cards and merges. */
  async getMember(request: Params<typeof getMember>, options?: CallOptions): Result<typeof getMember> {
    return accepted(await this.execute(getMember, request, options))
  }

  /** Fetches one page of a search of members; the next page starts at `nextCursor`, which the last page lacks. */
  async searchMemberPage(request: Params<typeof searchMembers>, options?: CallOptions): Result<typeof searchMembers> {
    return accepted(await this.execute(searchMembers, request, options))
  }

  /** Makes two members one, or previews it. Can be undone for 30 days. */
  async mergeMembers(request: Params<typeof mergeMembers>, options?: CallOptions): Result<typeof mergeMembers> {
    return accepted(await this.execute(mergeMembers, request, options))
  }

  /** Erases a member for good. */
  async eraseMember(request: Params<typeof eraseMember>, options?: CallOptions): Result<typeof eraseMember> {
    return accepted(await this.execute(eraseMember, request, options))
  }

  /** Undoes a merge. */
  async unmergeMembers(request: Params<typeof unmergeMembers>, options?: CallOptions): Result<typeof unmergeMembers> {
    return accepted(await this.execute(unmergeMembers, request, options))
  }

  /** Gives a member another phone. */
  async changePhone(request: Params<typeof changePhone>, options?: CallOptions): Result<typeof changePhone> {
    return accepted(await this.execute(changePhone, request, options))
  }

  /** Marks a card as lost or replaced, and gives its member another one. */
  async replaceCard(request: Params<typeof replaceCard>, options?: CallOptions): Result<typeof replaceCard> {
    return accepted(await this.execute(replaceCard, request, options))
  }

  /** Fetches everything about a member, with one page of its coupons and orders. Each call is recorded as an event. */
  async exportMember(request: Params<typeof exportMember>, options?: CallOptions): Result<typeof exportMember> {
    return accepted(await this.execute(exportMember, request, options))
  }

  /** Creates or updates an order. Coupons that cannot be redeemed do not refuse it: each has its outcome. */
  async syncOrder(order: Params<typeof syncOrder>['order'], options?: CallOptions): Result<typeof syncOrder> {
    return accepted(await this.execute(syncOrder, { order }, options))
  }

  /** Fetches one order with its lines and coupons. */
  async getOrder(request: Params<typeof getOrder>, options?: CallOptions): Result<typeof getOrder> {
    return accepted(await this.execute(getOrder, request, options))
  }

  /** Fetches one page of a search of orders; the next page starts at `nextCursor`, which the last page lacks. */
  async searchOrderPage(request: Params<typeof searchOrders>, options?: CallOptions): Result<typeof searchOrders> {
    return accepted(await this.execute(searchOrders, request, options))
  }

  /** Fetches one redemption, whether it was returned or not. */
  async getRedemption(request: Params<typeof getRedemption>, options?: CallOptions): Result<typeof getRedemption> {
    return accepted(await this.execute(getRedemption, request, options))
  }

  /** Fetches figures of a period beside those of another one. */
  async overviewFigures(
    request: Params<typeof overviewFigures>,
    options?: CallOptions,
  ): Result<typeof overviewFigures> {
    return accepted(await this.execute(overviewFigures, request, options))
  }

  /** Fetches figures by day and template, channel or shop. */
  async dailyFigures(request: Params<typeof dailyFigures>, options?: CallOptions): Result<typeof dailyFigures> {
    return accepted(await this.execute(dailyFigures, request, options))
  }

  /** Fetches one page of redemptions by time; the next page starts at `nextCursor`, which the last page lacks. */
  async listRedemptions(
    request: Params<typeof listRedemptions>,
    options?: CallOptions,
  ): Result<typeof listRedemptions> {
    return accepted(await this.execute(listRedemptions, request, options))
  }

  /** Uploads what a till redeemed while it was offline. No coupon is refused: each has its verdict. */
  async uploadRedemption(
    request: Params<typeof uploadRedemption>,
    options?: CallOptions,
  ): Result<typeof uploadRedemption> {
    return accepted(await this.execute(uploadRedemption, request, options))
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
