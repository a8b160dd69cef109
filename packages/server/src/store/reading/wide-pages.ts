import type { BoundStatement } from '#database/sql-engine'
import type { CouponPage, CouponPageQuery } from '#domain/coupon/coupon-store'
import { channelCounter, seqCounter } from '#store/tables/counter'
import { findChannelPage, findSellerPage, widePageOfRows } from '#store/tables/coupon-lists'
import { sumVersionsOfChannel, sumVersionsOfSeller } from '#store/tables/coupon-versions'
import { couponsOfRows, type PageSource } from './page-source.ts'

/**
 * A page of a seller or a channel is a range of gapless numbers and its total is a counter, read with it, so page
 * 1,000,000 costs what page 1 costs.
 */
export async function findWidePage(source: PageSource, query: CouponPageQuery): Promise<CouponPage> {
  const { sellerId } = query
  const found = await source.reader.all(widePageStatements(query).findPage)
  const { rows, totalCount } = widePageOfRows(found)
  return { coupons: await couponsOfRows(source, { sellerId, rows }), totalCount }
}

type WidePageStatements = Readonly<{ findPage: BoundStatement; sumVersions: BoundStatement }>

/** The statements for a wide page. */
export function widePageStatements(query: CouponPageQuery): WidePageStatements {
  const { sellerId, pageSize, pageNum } = query
  const { channel } = query.filter
  const before = (pageNum - 1) * pageSize
  const range = { sellerId, first: before + 1, last: before + pageSize }
  if (channel === undefined) {
    const ofSeller = { ...range, counterName: seqCounter }
    return { findPage: findSellerPage(ofSeller), sumVersions: sumVersionsOfSeller(ofSeller) }
  }
  const ofChannel = { ...range, channel, counterName: channelCounter(channel) }
  return { findPage: findChannelPage(ofChannel), sumVersions: sumVersionsOfChannel(ofChannel) }
}
