import type { BoundStatement, SqlReader, SqlRow } from '#database/sql-engine'
import type { Coupon } from '#domain/coupon/coupon'
import type { CouponPage, CouponPageQuery } from '#domain/coupon/coupon-store'
import type { Identifiers } from '#store/members/identifiers'
import { channelCounter, findCounter, seqCounter } from '#store/tables/counter'
import { couponOfRow } from '#store/tables/coupon'
import { findChannelPage, findFirstUnderKey, findSellerPage, widePageOfRows } from '#store/tables/coupon-lists'
import { sumVersionsOfChannel, sumVersionsOfSeller } from '#store/tables/coupon-versions'
import { mergedStatements } from '#store/tables/merged-lists'
import type { CouponKeyFinder } from './coupon-keys.ts'
import { withIdentifiers } from './lifecycle-reader.ts'
import { type LongLists, listValues } from './long-lists.ts'
import { meetsFilters, type NarrowList, namedBy, narrowListsOf } from './narrow-list.ts'

/**
 * Reads a page. A wide list is all coupons of a seller or a channel; a narrow one is found by code, phone or card. Any
 * page of any list costs about the same.
 */
export async function findCouponPage(source: PageSource, query: CouponPageQuery): Promise<CouponPage> {
  const { sellerId, filter } = query
  const keys = await source.keys.find(sellerId, namedBy(filter))
  if (keys === undefined) return { coupons: [], totalCount: 0 }
  const [narrowest, ...others] = narrowListsOf(query, keys)
  if (narrowest === undefined) return findWidePage(source, query)
  const { rows, totalCount } = await findNarrowRows(source, query, [narrowest, ...others])
  return { coupons: await couponsOfRows(source, { sellerId, rows }), totalCount }
}

type FoundRows = Readonly<{ rows: readonly SqlRow[]; totalCount: number }>

/**
 * A page of a member's coupons, or of one code. Nearly always all coupons under one of the given keys are few: one
 * statement reads them, and what is filtered besides is tested here. Only lists that prove longer are counted.
 * @param lists those that answer the query, narrowest first
 */
async function findNarrowRows(
  source: PageSource,
  query: CouponPageQuery,
  lists: readonly [NarrowList, ...NarrowList[]],
): Promise<FoundRows> {
  const [narrowest] = lists
  if (narrowest.filters.length === 0 && narrowest.oneOf === undefined) return findPlainPage(source, query, narrowest)
  for (const list of lists) {
    const short = await findInShortList(source, query, list)
    if (short !== undefined) return short
  }
  if (await isUnknownChannel(source, query)) return { rows: [], totalCount: 0 }
  return findInCountedList(source, query, narrowest)
}

async function findPlainPage(source: PageSource, query: CouponPageQuery, list: NarrowList): Promise<FoundRows> {
  if (query.pageNum > 1) return findInCountedList(source, query, list)
  const rows = await findFirst(source, list, query.pageSize)
  if (rows.length < query.pageSize) return { rows, totalCount: rows.length }
  return { rows, totalCount: (await source.lists.count(list)).totalCount }
}

/** @returns undefined when there are too many coupons under the key to test them here */
async function findInShortList(
  source: PageSource,
  { pageSize, pageNum }: CouponPageQuery,
  list: NarrowList,
): Promise<FoundRows | undefined> {
  const limit = Math.max(pageSize, shortList) + 1
  const found = await findFirst(source, list, limit)
  if (found.length === limit) return undefined
  const matching = found.filter((row) => meetsFilters(row, list))
  const offset = (pageNum - 1) * pageSize
  return { rows: matching.slice(offset, offset + pageSize), totalCount: matching.length }
}

/** A channel without coupons need not be looked for along a long list, and callers may name any number of them. */
async function isUnknownChannel({ reader }: PageSource, { sellerId, filter }: CouponPageQuery): Promise<boolean> {
  if (filter.channel === undefined) return false
  return (await reader.one(findCounter({ sellerId, counterName: channelCounter(filter.channel) }))) === undefined
}

/** The list is counted first: the page shows nothing that the total does not count. */
async function findInCountedList(
  source: PageSource,
  { pageSize, pageNum }: CouponPageQuery,
  list: NarrowList,
): Promise<FoundRows> {
  const { totalCount, findRows } = await source.lists.count(list)
  const offset = (pageNum - 1) * pageSize
  if (offset >= totalCount) return { rows: [], totalCount }
  return { rows: await findRows(offset, Math.min(pageSize, totalCount - offset)), totalCount }
}

function findFirst({ reader }: PageSource, list: NarrowList, limit: number): Promise<readonly SqlRow[]> {
  const { sellerId, key, keyValue, merged } = list
  if (merged === undefined) return reader.all(findFirstUnderKey[key]({ sellerId, keyValue, limit }))
  const { findRows } = mergedStatements(merged, [])
  return reader.all(findRows({ ...listValues({ ...list, filters: [] }), afterSeq: 0, size: limit, limit, offset: 0 }))
}

/** Coupons under a key that are read to be tested here; few members have more. */
const shortList = 50

/**
 * A page of a seller or a channel is a range of gapless numbers and its total is a counter, read with it, so page
 * 1,000,000 costs what page 1 costs.
 */
async function findWidePage(source: PageSource, query: CouponPageQuery): Promise<CouponPage> {
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

/** What pages are read from. */
export type PageSource = Readonly<{
  reader: SqlReader
  keys: CouponKeyFinder
  identifiers: Identifiers
  lists: LongLists
}>

/** The coupons of rows, in order. */
async function couponsOfRows(
  source: PageSource,
  { sellerId, rows }: Readonly<{ sellerId: string; rows: readonly SqlRow[] }>,
): Promise<readonly Coupon[]> {
  return withIdentifiers(source, { sellerId, rows }, (row, open) => couponOfRow(sellerId, row, open))
}
