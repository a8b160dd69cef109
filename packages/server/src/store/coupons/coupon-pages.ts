import type { Coupon } from '../../domain/coupon/coupon.ts'
import type { CouponFilter, CouponPage, CouponPageQuery, CouponReader } from '../../domain/coupon/coupon-store.ts'
import type { PhoneBook, PhoneIndex } from '../phones/phone-book.ts'
import type { SqlReader, SqlRow, SqlValue } from '../sql/sql-engine.ts'
import { findCounter } from '../statements/counter-statements.ts'
import {
  findCouponsByChannelSeq,
  findCouponsBySeq,
  type NarrowKey,
  type NarrowStatements,
  narrowStatements,
  type Residual,
} from '../statements/coupon-statements.ts'
import { channelCounter, seqCounter } from './counter-names.ts'
import { couponOfRow, phoneIndexOfRow } from './coupon-row.ts'

/**
 * Reads pages. A wide list (a chain, a channel) is a range of gapless numbers whose total is a counter, so page
 * 1,000,000 costs what page 1 costs. A narrow list (a code, a phone, a card) is found by its own key.
 */
export function createCouponReader(reader: SqlReader, phones: PhoneBook): CouponReader {
  const source: Source = { reader, phones }
  return {
    findCouponPage(query) {
      const { channel, phone, cardNo, couponCode } = query.filter
      if (couponCode !== undefined || phone !== undefined || cardNo !== undefined) return findNarrowPage(source, query)
      return channel === undefined ? findChainPage(source, query) : findChannelPage(source, query, channel)
    },
  }
}

type Source = Readonly<{ reader: SqlReader; phones: PhoneBook }>

function findChainPage(source: Source, query: CouponPageQuery): Promise<CouponPage> {
  return findRangePage(source, query, { counter: seqCounter, text: findCouponsBySeq, key: [query.sellerId] })
}

function findChannelPage(source: Source, query: CouponPageQuery, channel: string): Promise<CouponPage> {
  const key = [query.sellerId, channel]
  return findRangePage(source, query, { counter: channelCounter(channel), text: findCouponsByChannelSeq, key })
}

type Range = Readonly<{ counter: string; text: string; key: readonly SqlValue[] }>

/** The counter is read first: the coupons it counts stand already, and later ones stay out of the page. */
async function findRangePage(source: Source, query: CouponPageQuery, range: Range): Promise<CouponPage> {
  const { sellerId, pageSize, pageNum } = query
  const counted = await source.reader.one(findCounter, [sellerId, range.counter])
  const totalCount = Number(counted?.[0] ?? 0)
  const offset = (pageNum - 1) * pageSize
  if (offset >= totalCount) return { coupons: [], totalCount }
  const last = Math.min(offset + pageSize, totalCount)
  const rows = await source.reader.all(range.text, [...range.key, offset + 1, last])
  return { coupons: await withStoredPhones(source, sellerId, rows), totalCount }
}

async function findNarrowPage(source: Source, query: CouponPageQuery): Promise<CouponPage> {
  const { pageSize, pageNum } = query
  const list = narrowList(query, source.phones)
  const offset = (pageNum - 1) * pageSize
  const firstSeq = offset === 0 ? 0 : await findFirstSeq(source.reader, list, offset)
  const rows =
    firstSeq === undefined
      ? []
      : await source.reader.all(list.statements.findPage, [...list.values, firstSeq, pageSize])
  const isTotalProven = rows.length < pageSize && (rows.length > 0 || offset === 0)
  const totalCount = isTotalProven ? offset + rows.length : await countList(source.reader, list)
  return { coupons: await couponsOfList(source, query, rows), totalCount }
}

type NarrowList = Readonly<{ statements: NarrowStatements; values: readonly SqlValue[] }>

/** Finds by the narrowest of the given filters; the others are tested on what it finds. */
function narrowList({ sellerId, filter }: CouponPageQuery, phones: PhoneBook): NarrowList {
  const phoneIndex = filter.phone === undefined ? undefined : phones.indexOf(sellerId, filter.phone)
  const key = narrowestKey(filter)
  const residuals: Residual[] = []
  const values: SqlValue[] = [sellerId, keyValue(key, filter, phoneIndex)]
  const test = (residual: Residual, value: SqlValue | undefined): void => {
    if (value === undefined || residual === key) return
    residuals.push(residual)
    values.push(value)
  }
  test('phone_index', phoneIndex)
  test('card_no', filter.cardNo)
  test('channel', filter.channel)
  return { statements: narrowStatements(key, residuals), values }
}

function narrowestKey(filter: CouponFilter): NarrowKey {
  if (filter.couponCode !== undefined) return 'coupon_code'
  return filter.phone === undefined ? 'card_no' : 'phone_index'
}

function keyValue(key: NarrowKey, filter: CouponFilter, phoneIndex: PhoneIndex | undefined): SqlValue {
  switch (key) {
    case 'coupon_code':
      return filter.couponCode ?? null
    case 'phone_index':
      return phoneIndex ?? null
    case 'card_no':
      return filter.cardNo ?? null
  }
}

async function findFirstSeq(reader: SqlReader, list: NarrowList, offset: number): Promise<number | undefined> {
  const row = await reader.one(list.statements.findSeqAt, [...list.values, offset])
  return row === undefined ? undefined : Number(row[0])
}

async function countList(reader: SqlReader, list: NarrowList): Promise<number> {
  const row = await reader.one(list.statements.count, list.values)
  return Number(row?.[0] ?? 0)
}

/** A phone that was asked for is known and need not be opened. */
async function couponsOfList(
  source: Source,
  query: CouponPageQuery,
  rows: readonly SqlRow[],
): Promise<readonly Coupon[]> {
  const { sellerId, filter } = query
  if (filter.phone === undefined) return withStoredPhones(source, sellerId, rows)
  return rows.map((row) => couponOfRow(sellerId, row, filter.phone))
}

async function withStoredPhones(source: Source, sellerId: string, rows: readonly SqlRow[]): Promise<readonly Coupon[]> {
  const indexes = rows.map(phoneIndexOfRow).filter((index) => index !== undefined)
  const phones = await source.phones.openPhones(source.reader, sellerId, indexes)
  return rows.map((row) => {
    const index = phoneIndexOfRow(row)
    return couponOfRow(sellerId, row, index === undefined ? undefined : phones.get(index))
  })
}
