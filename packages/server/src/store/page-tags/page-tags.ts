import { LRUCache } from 'lru-cache'
import type { SqlEngine, SqlReader } from '#database/sql-engine'
import type { CouponPageQuery } from '#domain/coupon/coupon-store'
import type { MemberPhones } from '#store/phones/member-phones'
import { type NarrowList, narrowListsOf } from '#store/reading/narrow-list'
import { widePageRange } from '#store/reading/wide-pages'
import { rangeVersionSumOfRow } from '#store/tables/coupon-versions'
import { type FindHead, sellerHeads } from './seller-heads.ts'
import { type SumVersions, sumVersionsTogetherWith, sumVersionsWith } from './version-sums.ts'

/** What tags are read from. */
type PageTagSource = Readonly<{
  engine: Pick<SqlEngine, 'reader' | 'dataVersion' | 'connectionVersion'>
  phones: MemberPhones
}>

type KnownTag = Readonly<{
  /** How many connections had been opened or had failed, and the newest event of the seller, when the tag was read. */
  connections: number
  head: string
  tag: string
  list: NarrowList | undefined
}>

/**
 * Names pages with their present content, without reading them, by the sum of the versions of the coupons under the key
 * that the page is found by. A coupon's version starts at 1 and rises with each step, and coupons are never deleted, so
 * the sum rises with every change, whichever process makes it. A tag is remembered, and given again while its seller has no new
 * event.
 */
export class PageTags {
  readonly #source: PageTagSource
  readonly #findHead: FindHead
  readonly #sum: SumVersions
  readonly #sumAgain: SumVersions
  readonly #known = new LRUCache<string, KnownTag>({ max: maxKnownTags })

  constructor(source: PageTagSource) {
    const { engine } = source
    const isServer = engine.dataVersion === undefined
    this.#source = source
    this.#findHead = sellerHeads(engine)
    this.#sum = sumVersionsWith(engine.reader)
    this.#sumAgain = isServer ? sumVersionsTogetherWith(engine.reader) : this.#sum
  }

  /** @returns undefined for a page of a list that is too long to sum */
  async find(query: CouponPageQuery): Promise<string | undefined> {
    const { engine, phones } = this.#source
    // When a connection broke, a page may show a commit that no other server of the cluster has, so its tag is not used again.
    const connections = engine.connectionVersion?.() ?? 0
    // The head is read before the sum: a change in between makes the remembered tag unused, never wrong.
    const head = await this.#findHead(query.sellerId)
    const page = nameOf(query)
    const known = this.#known.get(page)
    if (known !== undefined && known.head === head && known.connections === connections) return known.tag
    const list = known === undefined ? narrowListsOf(query.sellerId, query.filter, phones).at(0) : known.list
    const sumList = known === undefined ? this.#sum : this.#sumAgain
    const sum = await (list === undefined ? sumWidePage(engine.reader, query) : sumList(list))
    if (sum === undefined) return undefined
    const tag = `${connections} ${sum} ${page}`
    if (head !== undefined) this.#known.set(page, { connections, head, tag, list })
    return tag
  }
}

async function sumWidePage(reader: SqlReader, query: CouponPageQuery): Promise<string> {
  const { sumVersions, values } = widePageRange(query)
  return rangeVersionSumOfRow(await reader.one(sumVersions, values))
}

/** Unambiguous, whatever the texts hold. */
function nameOf({ sellerId, filter, pageSize, pageNum }: CouponPageQuery): string {
  const { channel, phone, cardNo, couponCode } = filter
  return JSON.stringify([sellerId, channel, phone, cardNo, couponCode, pageSize, pageNum])
}

/** Some 10 MB. */
const maxKnownTags = 16_384
