import { LRUCache } from 'lru-cache'
import type { CouponTerms } from '#domain/coupon/coupon'
import type { CouponPage, CouponPageQuery } from '#domain/coupon/coupon-store'
import { ChainChanges, type Learning } from './chain-changes.ts'
import type { ChangeTag } from './change-log.ts'

/** A page with what stands for the list it is a page of. */
export type ReadPage = Readonly<{ page: CouponPage; list: ChangeTag }>

type KnownPage = Readonly<{
  page: CouponPage
  /** Whose clock `readTick` is of. */
  changes: ChainChanges
  readTick: number
  connectionVersion: number | undefined
  tags: readonly ChangeTag[]
}>

/**
 * Pages read lately, given again while nothing that they show has changed: no coupon of them took a step and none was
 * issued into their list, by this program or by another one. So a page from here is the page that would be read.
 */
export class KnownPages {
  readonly #engine: Learning
  readonly #chains = new LRUCache<string, ChainChanges>({ max: maxSellers })
  readonly #pages: LRUCache<string, KnownPage>

  /** @param maxCoupons on all pages that are kept, at least 1; longer coupons count as several */
  constructor(engine: Learning, maxCoupons: number) {
    this.#engine = engine
    this.#pages = new LRUCache({
      maxSize: maxCoupons,
      sizeCalculation: ({ page }, key) => sizeOf(page, key),
      ttl: keptMs,
      ttlResolution: 1_000,
    })
  }

  /** The page that is known for a query; else it is read. */
  async find(query: CouponPageQuery, read: () => Promise<ReadPage>): Promise<CouponPage> {
    const changes = this.#changesOf(query.sellerId)
    const key = keyOf(query)
    const known = this.#pages.get(key)
    // Who has learned nothing yet would take the first look for a change of everything.
    if (known !== undefined || changes.isNew) {
      const catchingUp = changes.catchUp()
      // Most often nothing has happened, and waiting for nothing takes a turn of promises.
      if (catchingUp !== undefined) await catchingUp
      if (known !== undefined && this.#isTrue(known, changes)) return known.page
    }
    // What is noted up to here is in what is read, and what is not in it will be noted later.
    const readTick = changes.log.nowTick
    const connectionVersion = this.#engine.connectionVersion?.()
    const { page, list } = await read()
    const tags = [list, ...page.coupons.map(({ seq }) => seq)]
    this.#pages.set(key, { page: { ...page, isLasting: true }, changes, readTick, connectionVersion, tags })
    return page
  }

  /** A page may show a commit whose event was not learned of yet; were that lost, no event would ever tell. */
  #isTrue(known: KnownPage, changes: ChainChanges): boolean {
    if (known.changes !== changes || known.connectionVersion !== this.#engine.connectionVersion?.()) return false
    return changes.log.isSameSince(known.readTick, known.tags)
  }

  #changesOf(sellerId: string): ChainChanges {
    const known = this.#chains.get(sellerId)
    if (known !== undefined) return known
    const changes = new ChainChanges(this.#engine, sellerId)
    this.#chains.set(sellerId, changes)
    return changes
  }
}

/** Unambiguous, whatever the texts hold. */
function keyOf({ sellerId, filter, pageSize, pageNum }: CouponPageQuery): string {
  const { channel, phone, cardNo, couponCode } = filter
  return JSON.stringify([sellerId, channel, phone, cardNo, couponCode, pageSize, pageNum])
}

/** In coupons of a usual length. What it was asked by counts too, since callers may ask by long texts. */
function sizeOf({ coupons }: CouponPage, key: string): number {
  const longest = coupons.reduce((length, { terms }) => length + lengthOf(terms), key.length)
  return Math.max(1, coupons.length) + Math.floor(longest / usualLength)
}

/** Characters of the texts that may be long. */
function lengthOf({ couponName, description, shop, category, attribute }: CouponTerms): number {
  const texts = [couponName, description, shop, category, attribute]
  return texts.reduce((length, text) => length + (text?.length ?? 0), 0)
}

const usualLength = 1_000
/** Sellers whose changes are remembered one by one. */
const maxSellers = 1_000
/** Within a minute a page shows even what somebody changed in the database by hand, without an event. */
const keptMs = 60_000
