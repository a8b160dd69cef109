import { numberOf } from '#database/record'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { join, p, type Sql, type Statement, sql } from '#database/statement'
import { select } from '#database/table'
import { pageCoupon, storedCoupon } from './coupon.ts'

/** The column whose key finds the coupons of a narrow list. */
export type NarrowKey = 'coupon_code' | 'phone_ref' | 'card_ref'
/** A column that a narrow list is filtered by besides. */
export type FilterColumn = 'channel' | 'phone_ref' | 'card_ref'

/** Begins with the columns of `pageCoupon`. */
const widePage = select([...pageCoupon.columns, 'counter_value'])

/**
 * A range of the seller's coupons. One statement sees one moment, so the rows are those that the counter counts. Where the range holds none,
 * a row without a coupon brings the counter.
 */
export const findSellerPage = sql`SELECT ${pageCoupon.of('c')}, k.counter_value FROM counter k
  LEFT JOIN coupon c ON c.seller_id = k.seller_id AND c.seq BETWEEN ${p.number('first')} AND ${p.number('last')}
  WHERE k.seller_id = ${p.text('sellerId')} AND k.counter_name = ${p.text('counterName')} ORDER BY c.seq`

/** A range of the coupons of a channel, by their numbers in it; else the same. Within a channel both numbers rise together. */
export const findChannelPage = sql`SELECT ${pageCoupon.of('c')}, k.counter_value FROM counter k
  LEFT JOIN coupon c ON c.seller_id = k.seller_id
    AND c.channel = ${p.text('channel')} AND c.channel_seq BETWEEN ${p.number('first')} AND ${p.number('last')}
  WHERE k.seller_id = ${p.text('sellerId')} AND k.counter_name = ${p.text('counterName')} ORDER BY c.channel_seq`

/** The rows of `pageCoupon` and the total, out of the rows of `findSellerPage` or `findChannelPage`. */
export function widePageOfRows(found: readonly SqlRow[]): Readonly<{ rows: readonly SqlRow[]; totalCount: number }> {
  const rows = found.filter((row) => row[widePage.at.seq] !== null)
  const [first] = found
  return { rows, totalCount: Number(first?.[widePage.at.counter_value] ?? 0) }
}

/** The first coupons under a key. */
export const findFirstUnderKey = {
  coupon_code: firstUnder('coupon_code'),
  phone_ref: firstUnder('phone_ref'),
  card_ref: firstUnder('card_ref'),
} as const satisfies Record<NarrowKey, unknown>

/** Coupons under a key after a number, in order, with all columns. */
export const findCouponsUnderKeyAfter = {
  phone_ref: storedUnder('phone_ref'),
  card_ref: storedUnder('card_ref'),
} as const

/**
 * Statements over the coupons under one key that meet filters. Each examines a given number of coupons under the key,
 * whatever the filters find, because SQLite answers within one turn of the event loop.
 */
export type NarrowStatements = Readonly<{
  /** A page of the coupons that meet the filters. Columns as of `findFirstUnderKey`. */
  findRows: Statement<ListPart & Readonly<{ limit: number; offset: number }>>
  /** Gives a row for `blockOfRow`. */
  measureBlock: Statement<ListPart>
}>

/** A part of a list: a number of coupons after one, whether they meet the filters or not. */
export type ListPart = Readonly<{
  sellerId: string
  /** Value of the key, for a list under one key. */
  keyValue: SqlValue | undefined
  /** References, for a list under several keys. */
  refs: readonly number[]
  cardRef: number | undefined
  afterSeq: number
  size: number
}> &
  Readonly<Record<FilterColumn, SqlValue | undefined>>

const block = select(['examined', 'last_seq', 'matching'])

/** How many coupons were examined, the greatest of their numbers, and how many meet the filters. */
export type Block = Readonly<{ examined: number; lastSeq: number; matching: number }>

/** Decodes the row of `measureBlock`. */
export function blockOfRow(row: SqlRow | undefined): Block {
  return {
    examined: Number(row?.[block.at.examined] ?? 0),
    lastSeq: numberOf(row?.[block.at.last_seq]) ?? 0,
    matching: Number(row?.[block.at.matching] ?? 0),
  }
}

/** The statements for a key and filters; built once per combination. */
export function narrowStatements(key: NarrowKey, filters: readonly FilterColumn[]): NarrowStatements {
  const shape = `${key} ${filters.join(' ')}`
  const known = shapes.get(shape)
  if (known !== undefined) return known
  const built = buildNarrow(key, filters)
  shapes.set(shape, built)
  return built
}

const shapes = new Map<string, NarrowStatements>()

function buildNarrow(key: NarrowKey, filters: readonly FilterColumn[]): NarrowStatements {
  const list = sql`FROM coupon
    WHERE seller_id = ${p.text('sellerId')} AND ${key} = ${p.cellOrNull('keyValue')} AND seq > ${p.number('afterSeq')}
    ORDER BY seq LIMIT ${p.number('size')}`
  return {
    findRows: pageOfList(sql`SELECT ${['seq', ...filters].join(', ')} ${list}`, filters),
    measureBlock: sql`SELECT COUNT(*), MAX(seq), COUNT(is_match) FROM (
      SELECT seq, ${isMatch(filters)} AS is_match ${list}) listed`,
  }
}

/** Numbers first: what is skipped is skipped on the key, and only the page's own rows are fetched. */
export function pageOfList(list: Sql<ListPart>, filters: readonly FilterColumn[]): NarrowStatements['findRows'] {
  const numbers = sql`SELECT seq FROM (${list}) listed ${filters.length === 0 ? '' : sql`WHERE ${testsOf(filters)}`}
    ORDER BY seq LIMIT ${p.number('limit')} OFFSET ${p.number('offset')}`
  return sql`SELECT ${pageCoupon.of('c')} FROM (${numbers}) page
    JOIN coupon c ON c.seller_id = ${p.text('sellerId')} AND c.seq = page.seq ORDER BY page.seq`
}

/** 1 for a coupon that meets the filters. */
export function isMatch(filters: readonly FilterColumn[]): Sql<ListPart> {
  return filters.length === 0 ? sql`1` : sql`CASE WHEN ${testsOf(filters)} THEN 1 END`
}

function testsOf(filters: readonly FilterColumn[]): Sql<ListPart> {
  return join<ListPart>(
    filters.map((filter) => sql`${filter} = ${p.cellOrNull(filter)}`),
    ' AND ',
  )
}

function firstUnder(key: NarrowKey) {
  return sql`SELECT ${pageCoupon.text} FROM coupon
    WHERE seller_id = ${p.text('sellerId')} AND ${key} = ${p.cell('keyValue')} ORDER BY seq LIMIT ${p.number('limit')}`
}

function storedUnder(key: 'phone_ref' | 'card_ref') {
  return sql`SELECT ${storedCoupon.text} FROM coupon
    WHERE seller_id = ${p.text('sellerId')} AND ${key} = ${p.number('ref')} AND seq > ${p.number('afterSeq')}
    ORDER BY seq LIMIT ${p.number('limit')}`
}
