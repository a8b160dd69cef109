import type { SqlValue } from '#database/sql-engine'
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
  const { findPage, values } = widePageRange(query)
  const found = await source.reader.all(findPage, values)
  const { rows, totalCount } = widePageOfRows(found)
  return { coupons: await couponsOfRows(source, { sellerId, rows }), totalCount }
}

type WidePageRange = Readonly<{
  findPage: string
  sumVersions: string
  /** For either. */
  values: readonly SqlValue[]
}>

/** The statements and values for a wide page. */
export function widePageRange({ sellerId, filter: { channel }, pageSize, pageNum }: CouponPageQuery): WidePageRange {
  const before = (pageNum - 1) * pageSize
  const range = [before + 1, before + pageSize, sellerId]
  return channel === undefined
    ? { findPage: findSellerPage, sumVersions: sumVersionsOfSeller, values: [...range, seqCounter] }
    : {
        findPage: findChannelPage,
        sumVersions: sumVersionsOfChannel,
        values: [channel, ...range, channelCounter(channel)],
      }
}
