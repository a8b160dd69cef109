import { accepted, type WithRequestId } from './method-result.ts'
import type { Answers, Requests, Results } from './method-types.ts'
import { delay } from './retry.ts'

const queryCoupon = 'alibaba.alihealth.nr.crm.coupon.querycoupon'

type Query = NonNullable<Requests[typeof queryCoupon]['query']>

export type Coupon = Results[typeof queryCoupon]['page']['coupons'][number]

/** Equality filters; a coupon must match all of them. */
export type CouponFilter = Omit<Query, 'pageSize' | 'pageNum'>

/** A filter and a page; default: page 1 with 20 coupons per page. */
export type CouponQuery = CouponFilter & Readonly<{ pageSize?: number | undefined; pageNum?: number | undefined }>

export type CouponPage = Readonly<{
  /** Coupons in order of issue; empty if nothing matches or the page is past the last one. */
  coupons: readonly Coupon[]
  currentPage: number
  /** Number of coupons on all pages. */
  totalCount: number
  totalPage: number
  requestId: string
}>

/** The request of a query, with the defaults filled in. */
export function couponRequest({ pageSize = 20, pageNum = 1, ...filter }: CouponQuery): Requests[typeof queryCoupon] {
  return { query: { pageSize, pageNum, ...filter } }
}

/**
 * Reads the page of an answer; `QUERY_RESULT_EMPTY` gives an empty page.
 * @throws BusinessError for any other refusal of the method
 */
export function couponPage(answer: Answers[typeof queryCoupon]): CouponPage {
  const { page, requestId } = accepted(answer, 'QUERY_RESULT_EMPTY')
  return { ...page, requestId }
}

/** The most items of a page of any method. */
const largestPage = 200

/**
 * Iterates over every matching coupon in order of issue, fetching 200 at a time. Coupons issued meanwhile come last, so
 * none is missed or repeated. Ends at the last page or at one that is not full.
 * @param queryPage fetches one page
 */
export async function* allCoupons(
  filter: CouponFilter,
  queryPage: (query: CouponQuery) => Promise<CouponPage>,
): AsyncGenerator<Coupon, void, undefined> {
  for (let pageNum = 1; ; pageNum += 1) {
    const { coupons, totalPage } = await queryPage({ ...filter, pageSize: largestPage, pageNum })
    yield* coupons
    if (coupons.length < largestPage || pageNum >= totalPage) return
  }
}

/** Filters of a search; a coupon must match all of them. */
export type CouponSearch = Omit<Requests['yaoquan.coupon.search'], 'cursor' | 'limit'>

export type CouponSearchPage = Results['yaoquan.coupon.search'] & WithRequestId
export type DetailedCoupon = CouponSearchPage['coupons'][number]

export type TemplatePage = Results['yaoquan.template.list'] & WithRequestId
export type StoredTemplate = TemplatePage['templates'][number]

export type Position = Readonly<{ limit: number; cursor: string | undefined }>

/**
 * Fetches pages until one has no `nextCursor`. A page may be short or empty before the last one, since a search
 * examines a limited number of coupons per call.
 */
export async function* pagesByCursor<P extends Readonly<{ nextCursor?: string | undefined }>>(
  fetchPage: (position: Position) => Promise<P>,
): AsyncGenerator<P, void, undefined> {
  let cursor: string | undefined
  do {
    const page = await fetchPage({ limit: largestPage, cursor })
    yield page
    cursor = page.nextCursor
  } while (cursor !== undefined)
}

type Request = Requests['yaoquan.event.list']

export type EventPage = Results['yaoquan.event.list'] & WithRequestId
export type CouponEvent = EventPage['events'][number]

export type FeedOptions = Readonly<{
  /** `eventSeq` of the last processed event; default 0: from the first event. */
  afterSeq?: number | undefined
  /** Whether to wait for new events at the end; the loop then ends only by a signal or an error. Default false. */
  follow?: boolean | undefined
  /** Milliseconds between polls for new events while following; default 1000. */
  pollMs?: number | undefined
}>

const largestEventPage = 1_000

/**
 * Iterates over the seller's events in order, without gaps or repeats. Keep the `eventSeq` of the last one to continue
 * from there.
 * @param listPage fetches one page
 */
export async function* eventFeed(
  {
    afterSeq = 0,
    follow = false,
    pollMs = 1_000,
    signal,
  }: FeedOptions & Readonly<{ signal?: AbortSignal | undefined }>,
  listPage: (request: Request) => Promise<EventPage>,
): AsyncGenerator<CouponEvent, void, undefined> {
  let lastSeq = afterSeq
  for (;;) {
    const page = await listPage({ afterSeq: lastSeq, limit: largestEventPage })
    yield* page.events
    lastSeq = page.lastSeq
    if (lastSeq < page.newestSeq && page.events.length > 0) continue
    if (!follow) return
    await delay(pollMs, signal)
  }
}
