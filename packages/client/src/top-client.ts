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
import { readOptions, type Settings, type TopClientOptions } from './client-options.ts'
import { type AnswerOf, type CallOptions, type Method, MethodClient, type RequestTo } from './method-client.ts'
import { accepted, itemised, type ResultMethod, type WithRequestId } from './method-result.ts'
import type { MethodName, Requests, Results } from './method-types.ts'
import {
  allCoupons,
  type Coupon,
  type CouponEvent,
  type CouponFilter,
  type CouponPage,
  type CouponQuery,
  type CouponSearch,
  couponPage,
  couponRequest,
  type DetailedCoupon,
  type EventPage,
  eventFeed,
  type FeedOptions,
  type Position,
  pagesByCursor,
  type StoredTemplate,
  type TemplatePage,
} from './pages.ts'
import { type UploadEvent, type UploadedCoupon, type UploadOptions, uploadedCoupons } from './upload-coupons.ts'

/** Calls one method and returns its result. */
export type Call<N extends MethodName> = (
  request: Requests[N],
  options?: CallOptions,
) => Promise<Results[N] & WithRequestId>

/**
 * Calls methods of a gateway that speaks the TOP protocol. An instance can be shared; it holds no connection.
 * Every method throws a TopClientError, whose subclass tells the cause. A refusal by the called method is a BusinessError, but of `execute`,
 * which returns it.
 */
export class TopClient {
  readonly #settings: Settings
  readonly #client: MethodClient

  /** @throws TypeError if an option is invalid */
  constructor(options: TopClientOptions) {
    this.#settings = readOptions(options)
    this.#client = new MethodClient(options)
  }

  /**
   * Calls a method by its wire name or its definition.
   * A refusal is a value, not an error: check `result.success`. The methods of this client that are named for what they do throw a
   * BusinessError instead.
   * Retries faults of server and network if the method is a read, takes effect once per content, or has a request number. The client
   * makes one for a write that needs it and has none.
   * @throws TypeError if no method has the name
   */
  async execute<const M extends Method>(method: M, request: RequestTo<M>, options?: CallOptions): Promise<AnswerOf<M>> {
    const definition: MethodDefinition | undefined = typeof method === 'string' ? methods[method as MethodName] : method
    if (definition === undefined) throw new TypeError(`there is no method ${method}`)
    return (await this.#client.execute(definition, request as RequestTo<MethodDefinition>, options)) as AnswerOf<M>
  }

  /** Fetches the server's time (GMT+8), by which callers set their clocks. */
  getTime(options?: CallOptions): Promise<AnswerOf<'taobao.time.get'>> {
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
  async listTemplates(request: Requests['yaoquan.template.list'], options?: CallOptions): Promise<TemplatePage> {
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
    order: Requests['alibaba.alihealth.nr.crm.order.sync']['order'],
    options?: CallOptions,
  ): Promise<Results['alibaba.alihealth.nr.crm.order.sync'] & WithRequestId> {
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
  async listEvents(request: Requests['yaoquan.event.list'] = {}, options?: CallOptions): Promise<EventPage> {
    return accepted(await this.execute(listEvents, request, options))
  }

  /** Iterates over the seller's events in order, without gaps or repeats; `follow` waits for new ones. */
  events(feed: FeedOptions = {}, options?: CallOptions): AsyncGenerator<CouponEvent, void, undefined> {
    return eventFeed({ ...feed, signal: options?.signal }, (request) => this.listEvents(request, options))
  }

  /** Makes the function that calls a method and returns its result. @param take `itemised` where items may fail */
  #caller<N extends MethodName>(definition: ResultMethod & Readonly<{ name: N }>, take = accepted): Call<N> {
    return async (request, options) =>
      take(
        await this.#client.execute<ResultMethod>(definition, request as RequestTo<ResultMethod>, options),
      ) as Results[N] & WithRequestId
  }
}
