import type { CouponReader } from '#domain/coupon/coupon-store'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import { normalisePhone } from '#domain/phone'
import type { ShopGroupReader } from '#domain/shops/shop-group-store'
import { groupsWithShop, includesShop, type ShopWithGroups } from '#domain/shops/shop-list'
import type { CouponSearch, CouponSearcher, SearchFilter, SearchPage } from './coupon-search.ts'
import { readCursor, writeCursor } from './search-cursor.ts'

/** A search; `cursor`: of the page before, absent at the start. */
export type Searching = Omit<CouponSearch, 'afterPosition' | 'isContinued'> &
  Readonly<{ coupons: CouponSearcher; shops: ShopGroupReader; cursor: string | undefined }>

type FoundPage =
  | (Omit<SearchPage, 'nextPosition'> & Readonly<{ kind: 'page'; nextCursor: string | undefined }>)
  | Readonly<{ kind: 'invalid-cursor' }>

/** One page of the coupons that meet all filters, in order of issue, the newest first, or the soonest to end first. Continue until there is no next cursor. */
export async function searchCoupons(searching: Searching): Promise<FoundPage> {
  const {
    coupons,
    shops,
    sellerId,
    cursor,
    limit,
    nowMs,
    lookMs,
    isNewestFirst = false,
    isEndingFirst = false,
  } = searching
  const filter = withPlainPhone(searching.filter)
  const ofCursor = isNewestFirst ? { newestFirst: filter } : isEndingFirst ? { endingFirst: filter } : filter
  const first = isNewestFirst ? Number.MAX_SAFE_INTEGER : 0
  const afterPosition = cursor === undefined ? first : readCursor(cursor, ofCursor)
  if (afterPosition === undefined) return { kind: 'invalid-cursor' }
  const at = filter.shop === undefined ? undefined : await withGroups(shops, sellerId, filter.shop)
  const order = { isNewestFirst, isEndingFirst, isContinued: cursor !== undefined }
  const page = await coupons.searchCoupons({ sellerId, filter, ...order, afterPosition, limit, nowMs, lookMs })
  return {
    kind: 'page',
    coupons: page.coupons.filter(({ terms }) => isUsableIn(terms.shop, at) && isOfTemplates(terms.couponId, filter)),
    nextCursor: page.nextPosition === undefined ? undefined : writeCursor(page.nextPosition, ofCursor),
    totalCount: page.totalCount,
    mustHaveBoth: page.mustHaveBoth,
  }
}

function withPlainPhone(filter: SearchFilter): SearchFilter {
  return filter.phone === undefined ? filter : { ...filter, phone: normalisePhone(filter.phone) }
}

/** A shop, and the groups that have it. */
export async function withGroups(shops: ShopGroupReader, sellerId: string, shop: string): Promise<ShopWithGroups> {
  const { shopsOf } = await shops.findGroups(sellerId)
  return { shop, groups: groupsWithShop(shopsOf, shop) }
}

/** The store walks the lists of several templates, or that of a member, whose coupons may be of others. */
function isOfTemplates(couponId: string | undefined, { couponIds }: SearchFilter): boolean {
  return couponIds === undefined || (couponId !== undefined && couponIds.includes(couponId))
}

/** The store looks for the shop's text anywhere in the list, and for any group; this checks what the list says. */
function isUsableIn(shops: string | undefined, at: ShopWithGroups | undefined): boolean {
  return at === undefined || shops === undefined || includesShop(shops, at)
}

type CouponWalk = Readonly<{
  searcher: CouponSearcher
  reader: CouponReader
  shops: ShopGroupReader
  sellerId: string
  filter: SearchFilter
  /** Decides which coupons are expired, for the whole walk. */
  nowMs: number
}>

/** Coupons of one block, at most. */
const blockSize = 1_000
/** Time limit for a block that does not fill, in milliseconds. */
const lookMs = 1_000

/**
 * Every coupon that meets all filters, in order of issue, in blocks: those that existed when the walk began, each once
 * and as of when its block is read. Numbers are gapless, so the seller's count is the number of the newest.
 */
export async function* walkCoupons(walk: CouponWalk): AsyncGenerator<readonly StoredCoupon[], void, undefined> {
  const { searcher, reader, shops, sellerId, filter, nowMs } = walk
  const { totalCount: newestSeq } = await reader.findCouponPage({ sellerId, filter: {}, pageSize: 1, pageNum: 1 })
  let cursor: string | undefined
  do {
    const input = { sellerId, filter, cursor, limit: blockSize, nowMs, lookMs }
    const page = await searchCoupons({ coupons: searcher, shops, ...input })
    if (page.kind === 'invalid-cursor') throw new TypeError('a search refused its own cursor')
    const block = page.coupons.filter(({ seq }) => seq <= newestSeq)
    if (block.length > 0) yield block
    cursor = block.length < page.coupons.length ? undefined : page.nextCursor
  } while (cursor !== undefined)
}
