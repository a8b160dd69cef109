import type { CouponPageQuery, CouponReader } from '../../domain/coupon/coupon-store.ts'
import type { ReadPage } from './known-pages.ts'
import { narrowListsOf } from './narrow-list.ts'
import { findNarrowPage } from './narrow-pages.ts'
import type { PageSource } from './page-source.ts'
import { listTag } from './visible-changes.ts'
import { findWidePage } from './wide-pages.ts'

/** Reads pages. A wide list is all coupons of a chain or a channel; a narrow one is found by code, phone or card. */
export function createCouponReader(source: PageSource): CouponReader {
  const { known } = source
  return {
    async findCouponPage(query) {
      const read = () => readPage(source, query)
      return known === undefined ? (await read()).page : known.find(query, read)
    },
  }
}

async function readPage(source: PageSource, query: CouponPageQuery): Promise<ReadPage> {
  const { sellerId, filter } = query
  const [narrowest, ...others] = narrowListsOf(sellerId, filter, source.phones)
  if (narrowest !== undefined) {
    const page = await findNarrowPage(source, query, [narrowest, ...others])
    return { page, list: listTag(sellerId, narrowest.key, narrowest.keyValue) }
  }
  const page = await findWidePage(source, query)
  const { channel } = filter
  return {
    page,
    list: channel === undefined ? listTag(sellerId, 'chain', null) : listTag(sellerId, 'channel', channel),
  }
}
