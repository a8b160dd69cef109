import type { CouponReader } from '#domain/coupon/coupon-store'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import type { ShopGroupReader } from '#domain/shops/shop-group-store'
import type { CouponSearcher, SearchFilter } from './coupon-search.ts'
import { searchCoupons } from './search-coupons.ts'

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
