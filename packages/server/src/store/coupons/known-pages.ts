import { LRUCache } from 'lru-cache'
import type { CouponPage, CouponPageQuery } from '../../domain/coupon/coupon-store.ts'
import type { SqlReader } from '../sql/sql-engine.ts'
import { ChainChanges } from './chain-changes.ts'
import type { ChangeTag } from './change-log.ts'

/** A page with what stands for the list it is a page of. */
export type ReadPage = Readonly<{ page: CouponPage; list: ChangeTag }>

type KnownPage = Readonly<{
  page: CouponPage
  readTick: number
  connectionVersion: number | undefined
  tags: readonly ChangeTag[]
}>

type KnownPagesParts = Readonly<{
  reader: SqlReader
  /** See `SqlEngine`. */
  dataVersion?: (() => number) | undefined
  connectionVersion?: (() => number) | undefined
}>

/**
 * Pages read lately, given again while nothing that they show has changed: no coupon of them took a step and none was
 * issued into their list, by this program or by another one. So a page from here is the page that would be read.
 */
export class KnownPages {
  readonly #parts: KnownPagesParts
  readonly #chains = new Map<string, ChainChanges>()
  readonly #pages: LRUCache<string, KnownPage>

  /**
   * @param maxCoupons on all pages that are kept, at least 1; an empty page counts as one, and so do each 1,000 characters
   *   that were asked by
   */
  constructor(parts: KnownPagesParts, maxCoupons: number) {
    this.#parts = parts
    this.#pages = new LRUCache({
      maxSize: maxCoupons,
      sizeCalculation: ({ page }, key) => Math.max(1, page.coupons.length) + Math.floor(key.length / 1_000),
      ttl: keptMs,
      ttlResolution: 1_000,
    })
  }

  /** The page that is known for a query; else it is read. */
  async find(query: CouponPageQuery, read: () => Promise<ReadPage>): Promise<CouponPage> {
    const changes = this.#changesOf(query.sellerId)
    const key = keyOf(query)
    const known = this.#pages.get(key)
    if (known !== undefined || changes.isNew) {
      const catchingUp = changes.catchUp()
      if (catchingUp !== undefined) await catchingUp
      if (known !== undefined && this.#isTrue(known, changes)) return known.page
    }
    // What is noted up to here is in what is read, and what is not in it will be noted later.
    const readTick = changes.log.nowTick
    const connectionVersion = this.#parts.connectionVersion?.()
    const { page, list } = await read()
    const tags = [list, ...page.coupons.map(({ seq }) => seq)]
    this.#pages.set(key, { page: { ...page, isLasting: true }, readTick, connectionVersion, tags })
    return page
  }

  /** A page may show a commit whose event was not learned of yet; were that lost, no event would ever tell. */
  #isTrue({ readTick, connectionVersion, tags }: KnownPage, { log }: ChainChanges): boolean {
    return connectionVersion === this.#parts.connectionVersion?.() && log.isSameSince(readTick, tags)
  }

  #changesOf(sellerId: string): ChainChanges {
    const known = this.#chains.get(sellerId)
    if (known !== undefined) return known
    const changes = new ChainChanges({ ...this.#parts, dataVersion: this.#parts.dataVersion, sellerId })
    this.#chains.set(sellerId, changes)
    return changes
  }
}

/** Unambiguous, whatever the texts hold. */
function keyOf({ sellerId, filter, pageSize, pageNum }: CouponPageQuery): string {
  const { channel, phone, cardNo, couponCode } = filter
  return JSON.stringify([sellerId, channel, phone, cardNo, couponCode, pageSize, pageNum])
}

/** Within a minute a page shows even what somebody changed in the database by hand, without an event. */
const keptMs = 60_000
