import { LRUCache } from 'lru-cache'
import type { CouponPage, CouponPageQuery } from '../../domain/coupon/coupon-store.ts'
import type { ChangeLog, ChangeTag } from './change-log.ts'

/** A page with what stands for the list it is a page of. */
export type ReadPage = Readonly<{ page: CouponPage; list: ChangeTag }>

type KnownPage = Readonly<{ page: CouponPage; readTick: number; tags: readonly ChangeTag[] }>

type KnownPagesParts = Readonly<{
  /** Hears of every change that this program makes. */
  log: ChangeLog
  /** A number that is another one after other programs committed something. */
  foreignCommits: () => number
}>

/**
 * Pages read lately, given again while nothing that they show has changed: no coupon of them took a step and none was
 * issued into their list, by this program or by another one. So a page from here is the page that the file holds.
 */
export class KnownPages {
  readonly #log: ChangeLog
  readonly #foreignCommits: () => number
  #seenCommits: number | undefined
  #hasLooked = false
  readonly #pages = new LRUCache<string, KnownPage>({
    maxSize: maxCoupons,
    maxEntrySize: maxCoupons,
    sizeCalculation: ({ page }) => page.coupons.length + 1,
  })

  constructor({ log, foreignCommits }: KnownPagesParts) {
    this.#log = log
    this.#foreignCommits = foreignCommits
  }

  /** The page that is known for a query; else it is read. */
  async find(query: CouponPageQuery, read: () => Promise<ReadPage>): Promise<CouponPage> {
    this.#lookForForeignCommits()
    const key = keyOf(query)
    const known = this.#pages.get(key)
    if (known !== undefined && this.#log.isSameSince(known.readTick, known.tags)) return known.page
    // What changes from here on may be missing from what is read.
    const readTick = this.#log.nowTick
    const { page, list } = await read()
    const tags = [list, ...page.coupons.map(({ seq }) => seq)]
    this.#pages.set(key, { page: { ...page, isLasting: true }, readTick, tags })
    return page
  }

  /** Once until the program next hears from outside: whoever asks meanwhile was not told of anything later. */
  #lookForForeignCommits(): void {
    if (this.#hasLooked) return
    this.#hasLooked = true
    process.nextTick(() => {
      this.#hasLooked = false
    })
    const commits = this.#foreignCommits()
    if (commits !== this.#seenCommits) this.#log.noteAll()
    this.#seenCommits = commits
  }
}

/** Unambiguous, whatever the texts hold. */
function keyOf({ sellerId, filter, pageSize, pageNum }: CouponPageQuery): string {
  const { channel, phone, cardNo, couponCode } = filter
  return JSON.stringify([sellerId, channel, phone, cardNo, couponCode, pageSize, pageNum])
}

/** Coupons on all known pages; some 100 MB when they have been asked for several times in both formats. */
const maxCoupons = 65_536
