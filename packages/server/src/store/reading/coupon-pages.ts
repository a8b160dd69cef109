import type { CouponPageQuery, CouponReader } from '#domain/coupon/coupon-store'
import type { KnownPages, ReadPage } from '#store/page-cache/known-pages'
import { chainTag, listTag } from '#store/page-cache/list-tag'
import { narrowListsOf } from './narrow-list.ts'
import { findNarrowPage } from './narrow-pages.ts'
import type { PageSource } from './page-source.ts'
import { findWidePage } from './wide-pages.ts'

/** Reads pages, those that are known only once. */
export function createCouponReader(source: PageSource, known?: KnownPages): CouponReader {
  return {
    async findCouponPage(query) {
      const read = () => readPage(source, query)
      return known === undefined ? (await read()).page : known.find(query, read)
    },
  }
}

/** A wide list is all coupons of a seller or a channel; a narrow one is found by code, phone or card. */
async function readPage(source: PageSource, query: CouponPageQuery): Promise<ReadPage> {
  const { sellerId, filter } = query
  const [narrowest, ...others] = narrowListsOf(sellerId, filter, source.phones)
  if (narrowest !== undefined) {
    const page = await findNarrowPage(source, query, [narrowest, ...others])
    return { page, list: listTag(narrowest.key, narrowest.keyValue) }
  }
  const page = await findWidePage(source, query)
  return { page, list: filter.channel === undefined ? chainTag : listTag('channel', filter.channel) }
}
