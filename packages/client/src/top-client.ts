import {
  changePhone,
  claimCoupons,
  closeTemplate,
  dailyFigures,
  eraseMember,
  evaluateBasket,
  explainCoupon,
  exportMember,
  extendCoupons,
  getCoupon,
  getMember,
  getOrder,
  getReconciliation,
  getRedemption,
  getShop,
  getTemplate,
  getTime,
  holdCoupon,
  issueCoupons,
  listCategories,
  listDayReports,
  listEvents,
  listRedemptions,
  listShops,
  listTemplates,
  type MethodDefinition,
  mergeMembers,
  methods,
  overviewFigures,
  queryCoupon,
  type RequestOf,
  redeemCoupon,
  releaseCoupon,
  reopenTemplate,
  replaceCard,
  returnCoupon,
  returnRedemption,
  saveCategories,
  saveMember,
  saveShops,
  saveTemplate,
  searchCoupons,
  searchMembers,
  searchOrders,
  sumCosts,
  syncOrder,
  unmergeMembers,
  uploadRedemption,
  voidCoupons,
} from '@yaoquan/api'
import { decodeResponse, encodeRequest } from '@yaoquan/protocol'
import { gatewayError, TopClientError, UnreadableAnswerError } from './client-errors.ts'
import { type Attempt, readOptions, type Settings, type TopClientOptions } from './client-options.ts'
import { type CouponEvent, type EventPage, eventFeed, type FeedOptions } from './event-feed.ts'
import { type AnsweredBy, accepted, itemised, type ResultMethod, type ResultOf } from './method-result.ts'
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
import { type ParametersOf, requestNumberOf, withRequestNumber } from './request-number.ts'
import { isRepeatable, withRetries } from './retry.ts'
import { signedForm } from './signed-form.ts'
import { type UploadEvent, type UploadedCoupon, type UploadOptions, uploadedCoupons } from './upload-coupons.ts'

export type CallOptions = Readonly<{
  signal?: AbortSignal | undefined
  /** Overrides the client's session. */
  session?: string | undefined
}>

/** Calls one method. */
type Call<M extends ResultMethod> = (request: ParametersOf<M>, options?: CallOptions) => Promise<ResultOf<M>>

export type MethodName = keyof typeof methods

/**
 * What `execute` returns: the method's response, and the request id by which the server's log identifies the call. A refusal is a value:
 * `result.success` is false, and `result.errorCode` says why.
 */
export type AnswerOf<M extends MethodDefinition> = AnsweredBy<M> & Readonly<{ requestId: string }>

/**
 * Calls methods of a gateway that speaks the TOP protocol. An instance can be shared; it holds no connection.
 * Every method throws a TopClientError, whose subclass tells the cause. A refusal by the called method is a BusinessError, but of `execute`,
 * which returns it.
 */
export class TopClient {
  readonly #settings: Settings

  /** @throws TypeError if an option is invalid */
  constructor(options: TopClientOptions) {
    this.#settings = readOptions(options)
  }

  /**
   * Calls a method by its wire name or its definition.
   * A refusal is a value, not an error: check `result.success`. The methods of this client that are named for what they do throw a
   * BusinessError instead.
   * Retries faults of server and network if the method is a read, takes effect once per content, or has a request number. The client
   * makes one for a write that needs it and has none.
   */
  execute<N extends MethodName>(
    method: N,
    params: ParametersOf<(typeof methods)[N]>,
    options?: CallOptions,
  ): Promise<AnswerOf<(typeof methods)[N]>>
  execute<const M extends MethodDefinition>(
    method: M,
    params: ParametersOf<M>,
    options?: CallOptions,
  ): Promise<AnswerOf<M>>
  execute(
    method: MethodName | MethodDefinition,
    given: object,
    options: CallOptions = {},
  ): Promise<AnswerOf<MethodDefinition>> {
    const definition: MethodDefinition = typeof method === 'string' ? methods[method] : method
    const params = withRequestNumber(definition.request, given) as RequestOf<MethodDefinition>
    const parameters = encodeRequest(definition, params)
    const outRequestNo = requestNumberOf(params)
    let attempt = 0
    const send = () => {
      attempt += 1
      return this.#watched({ method: definition.name, attempt, outRequestNo }, () =>
        this.#attempt(definition, parameters, options),
      )
    }
    const sent = withRetries(send, {
      retries: isRepeatable(definition, params) ? this.#settings.retries : 0,
      random: this.#settings.random,
      signal: options.signal,
    })
    return sent.catch((error: unknown) => {
      if (error instanceof TopClientError) error.outRequestNo = outRequestNo
      throw error
    })
  }

  /** Fetches the server's time (GMT+8), by which callers set their clocks. */
  getTime(options?: CallOptions): Promise<AnswerOf<typeof getTime>> {
    return this.execute(getTime, {}, options)
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
  readonly issueCoupons = this.#caller(issueCoupons, itemised)

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
  readonly claimCoupons = this.#caller(claimCoupons)

  /** Reserves a coupon for an order until it is redeemed or released, or the hold expires. */
  readonly holdCoupon = this.#caller(holdCoupon)

  /** Ends the hold of an order. */
  readonly releaseCoupon = this.#caller(releaseCoupon)

  /** Fetches which coupons a basket may use and why not, the combination that saves most, and a quote to redeem it by. */
  readonly evaluateBasket = this.#caller(evaluateBasket)

  /**
   * Redeems one coupon, or several of one order: all of them or none. With a `quoteId` and no codes it redeems the best combination of
   * the quote. Of concurrent calls for a coupon one succeeds.
   */
  readonly redeemCoupon = this.#caller(redeemCoupon)

  /** Undoes a redemption, for example when its order is cancelled. */
  readonly returnCoupon = this.#caller(returnCoupon)

  /** Takes goods of an order back, or with `dryRun` tells what that would refund. */
  readonly returnRedemption = this.#caller(returnRedemption)

  /** Voids coupons. `success` is false if some were refused; `items` has the outcome of each. */
  readonly voidCoupons = this.#caller(voidCoupons, itemised)

  /** Gives coupons a later last day. `success` is false if some were refused; `items` has the outcome of each. */
  readonly extendCoupons = this.#caller(extendCoupons, itemised)

  /** Fetches one coupon with all its events. */
  readonly getCoupon = this.#caller(getCoupon)

  /** Fetches why a coupon was refused at a moment, and the single change that makes it usable. */
  readonly explainCoupon = this.#caller(explainCoupon)

  /** Fetches one page of a search; the next page starts at `nextCursor`, which the last page lacks. */
  readonly searchCouponPage = this.#caller(searchCoupons)

  /** Iterates over all coupons that a search finds, in order of issue. */
  async *searchCoupons(
    search: CouponSearch = {},
    options?: CallOptions,
  ): AsyncGenerator<DetailedCoupon, void, undefined> {
    const fetchPage = (position: Position) => this.searchCouponPage({ ...search, ...position }, options)
    for await (const { coupons } of pagesByCursor(fetchPage)) yield* coupons
  }

  /** Creates a template or a new version of one. Coupons issued before keep the version of their issue. */
  readonly saveTemplate = this.#caller(saveTemplate)

  /** Fetches a template in its latest version, or in another one. */
  readonly getTemplate = this.#caller(getTemplate)

  /** Closes a template: it cannot be claimed until it is reopened. */
  readonly closeTemplate = this.#caller(closeTemplate)

  /** Opens a closed template again. */
  readonly reopenTemplate = this.#caller(reopenTemplate)

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
  readonly saveMember = this.#caller(saveMember)

  /** Fetches one member with phones, cards and merges. */
  readonly getMember = this.#caller(getMember)

  /** Fetches one page of a search of members; the next page starts at `nextCursor`, which the last page lacks. */
  readonly searchMemberPage = this.#caller(searchMembers)

  /** Makes two members one, or previews it. Can be undone for 30 days. */
  readonly mergeMembers = this.#caller(mergeMembers)

  /** Erases a member for good. */
  readonly eraseMember = this.#caller(eraseMember)

  /** Undoes a merge. */
  readonly unmergeMembers = this.#caller(unmergeMembers)

  /** Gives a member another phone. */
  readonly changePhone = this.#caller(changePhone)

  /** Marks a card as lost or replaced, and gives its member another one. */
  readonly replaceCard = this.#caller(replaceCard)

  /** Fetches everything about a member, with one page of its coupons and orders. Each call is recorded as an event. */
  readonly exportMember = this.#caller(exportMember)

  /** Creates or updates an order. Coupons that cannot be redeemed do not refuse it: each has its outcome. */
  async syncOrder(
    order: RequestOf<typeof syncOrder>['order'],
    options?: CallOptions,
  ): Promise<ResultOf<typeof syncOrder>> {
    return accepted(await this.execute(syncOrder, { order }, options))
  }

  /** Fetches one order with its lines and coupons. */
  readonly getOrder = this.#caller(getOrder)

  /** Fetches one page of a search of orders; the next page starts at `nextCursor`, which the last page lacks. */
  readonly searchOrderPage = this.#caller(searchOrders)

  /** Fetches one redemption, whether it was returned or not. */
  readonly getRedemption = this.#caller(getRedemption)

  /** Fetches the report of a day, and one page of its findings; the next page starts at `nextCursor`, which the last page lacks. */
  readonly getReconciliation = this.#caller(getReconciliation)

  /** Names shops by their codes, at most 500 at a time: all of them or none. */
  readonly saveShops = this.#caller(saveShops)

  /** Fetches one shop by its code. */
  readonly getShop = this.#caller(getShop)

  /** Fetches one page of shops; the next page starts at `nextCursor`, which the last page lacks. */
  readonly listShops = this.#caller(listShops)

  /** Names categories by their codes, at most 500 at a time: all of them or none. */
  readonly saveCategories = this.#caller(saveCategories)

  /** Fetches one page of categories; the next page starts at `nextCursor`, which the last page lacks. */
  readonly listCategories = this.#caller(listCategories)

  /** Fetches figures of a period beside those of another one. */
  readonly overviewFigures = this.#caller(overviewFigures)

  /** Fetches figures by day and template, channel or shop. */
  readonly dailyFigures = this.#caller(dailyFigures)

  /** Fetches one page of redemptions by time; the next page starts at `nextCursor`, which the last page lacks. */
  readonly listRedemptions = this.#caller(listRedemptions)

  /** Uploads what a till redeemed while it was offline. No coupon is refused: each has its verdict. */
  readonly uploadRedemption = this.#caller(uploadRedemption)

  /** Lists the reconciled days of a period with findings and cost, the newest first. */
  readonly listDayReports = this.#caller(listDayReports)

  /** Sums up what coupons cost in a period by bearer, shop, template or month. */
  readonly sumCosts = this.#caller(sumCosts)

  /** Fetches up to 1000 events of the seller after a given number. */
  async listEvents(request: RequestOf<typeof listEvents> = {}, options?: CallOptions): Promise<EventPage> {
    return accepted(await this.execute(listEvents, request, options))
  }

  /** Iterates over the seller's events in order, without gaps or repeats; `follow` waits for new ones. */
  events(feed: FeedOptions = {}, options?: CallOptions): AsyncGenerator<CouponEvent, void, undefined> {
    return eventFeed({ ...feed, signal: options?.signal }, (request) => this.listEvents(request, options))
  }

  /** Makes the function that calls a method and returns its result. @param take `itemised` where items may fail */
  #caller<M extends ResultMethod>(definition: M, take: typeof accepted = accepted): Call<M> {
    return async (request, options) =>
      take(await this.execute<ResultMethod>(definition, request, options)) as ResultOf<M>
  }

  /** Tells the hooks of one attempt. */
  async #watched<T extends Readonly<{ requestId: string }>>(attempt: Attempt, send: () => Promise<T>): Promise<T> {
    const { onRequest, onResponse } = this.#settings
    onRequest?.(attempt)
    const startMs = performance.now()
    const ended = (requestId: string | undefined, error?: TopClientError) =>
      onResponse?.({ ...attempt, durationMs: performance.now() - startMs, requestId, error })
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
