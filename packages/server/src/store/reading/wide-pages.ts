import type { SqlValue } from '#database/sql-engine'
import type { CouponPage, CouponPageQuery } from '#domain/coupon/coupon-store'
import { channelCounter, seqCounter } from '#store/tables/counter'
import { findChannelPage, findSellerPage, widePageOfRows } from '#store/tables/coupon-lists'
import { couponsOfRows, type PageSource } from './page-source.ts'

/**
 * A page of a seller or a channel is a range of gapless numbers and its total is a counter, read with it, so page
 * 1,000,000 costs what page 1 costs.
 */
export async function findWidePage(source: PageSource, query: CouponPageQuery): Promise<CouponPage> {
  const { sellerId, pageSize, pageNum } = query
  const { text, key, counter } = rangeOf(query.filter.channel)
  const before = (pageNum - 1) * pageSize
  const found = await source.reader.all(text, [...key, before + 1, before + pageSize, sellerId, counter])
  const { rows, totalCount } = widePageOfRows(found)
  return { coupons: await couponsOfRows(source, { sellerId, rows }), totalCount }
}

type Range = Readonly<{ text: string; key: readonly SqlValue[]; counter: string }>

function rangeOf(channel: string | undefined): Range {
  if (channel === undefined) return { text: findSellerPage, key: [], counter: seqCounter }
  return { text: findChannelPage, key: [channel], counter: channelCounter(channel) }
}
