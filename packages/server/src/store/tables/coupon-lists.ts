import { numberOf } from '#database/cells'
import type { SqlRow } from '#database/sql-engine'
import { select } from '#database/table'
import { pageCoupon, storedCoupon } from './coupon.ts'

/** The column whose key finds the coupons of a narrow list. */
export type NarrowKey = 'coupon_code' | 'phone_ref' | 'card_ref'
/** A column that a narrow list is filtered by besides. */
export type FilterColumn = 'channel' | 'phone_ref' | 'card_ref'

/** Begins with the columns of `pageCoupon`. */
const widePage = select([...pageCoupon.columns, 'counter_value'])

/**
 * Takes first and last number, seller and counter. One statement sees one moment, so the rows are those that the counter
 * counts. Where the range holds none, a row without a coupon brings the counter.
 */
export const findSellerPage = `SELECT ${pageCoupon.of('c')}, k.counter_value FROM counter k
  LEFT JOIN coupon c ON c.seller_id = k.seller_id AND c.seq BETWEEN ? AND ?
  WHERE k.seller_id = ? AND k.counter_name = ? ORDER BY c.seq`

/**
 * Takes channel, first and last number in the channel, seller and counter; else the same. Within a channel both numbers
 * rise together.
 */
export const findChannelPage = `SELECT ${pageCoupon.of('c')}, k.counter_value FROM counter k
  LEFT JOIN coupon c ON c.seller_id = k.seller_id AND c.channel = ? AND c.channel_seq BETWEEN ? AND ?
  WHERE k.seller_id = ? AND k.counter_name = ? ORDER BY c.channel_seq`

/** The rows of `pageCoupon` and the total, out of the rows of `findSellerPage` or `findChannelPage`. */
export function widePageOfRows(found: readonly SqlRow[]): Readonly<{ rows: readonly SqlRow[]; totalCount: number }> {
  const rows = found.filter((row) => row[widePage.at.seq] !== null)
  const [first] = found
  return { rows, totalCount: Number(first?.[widePage.at.counter_value] ?? 0) }
}

/** Takes seller, key and limit: the first coupons under the key. */
export const findFirstUnderKey: Readonly<Record<NarrowKey, string>> = {
  coupon_code: firstUnder('coupon_code'),
  phone_ref: firstUnder('phone_ref'),
  card_ref: firstUnder('card_ref'),
}

/** Takes seller, key, the number before and limit: coupons under the key in order, with all columns. */
export const findCouponsUnderKeyAfter = {
  phone_ref: storedUnder('phone_ref'),
  card_ref: storedUnder('card_ref'),
} as const

/**
 * Statements over the coupons under one key that meet filters. Each examines a given number of coupons under the key,
 * whatever the filters find, because SQLite answers within one turn of the event loop.
 */
export type NarrowStatements = Readonly<{
  /**
   * Takes seller, key, the number before, how many to examine, filters, limit, offset and seller. Columns as of
   * `findFirstUnderKey`.
   */
  findRows: string
  /** Takes filters, seller, key, the number before and how many to examine. Gives a row for `blockOfRow`. */
  measureBlock: string
}>

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
  const list = `FROM coupon WHERE seller_id = ? AND ${key} = ? AND seq > ? ORDER BY seq LIMIT ?`
  const tests = filters.map((filter) => `${filter} = ?`).join(' AND ')
  const numbers = `SELECT seq FROM (SELECT ${['seq', ...filters].join(', ')} ${list}) listed
    ${tests === '' ? '' : `WHERE ${tests}`} ORDER BY seq LIMIT ? OFFSET ?`
  return {
    // Numbers first: what is skipped is skipped on the key, and only the page's own rows are fetched.
    findRows: `SELECT ${pageCoupon.of('c')} FROM (${numbers}) page
      JOIN coupon c ON c.seller_id = ? AND c.seq = page.seq ORDER BY page.seq`,
    measureBlock: `SELECT COUNT(*), MAX(seq), COUNT(is_match) FROM (
      SELECT seq, ${tests === '' ? '1' : `CASE WHEN ${tests} THEN 1 END`} AS is_match ${list}) listed`,
  }
}

function firstUnder(key: NarrowKey): string {
  return `SELECT ${pageCoupon.text} FROM coupon WHERE seller_id = ? AND ${key} = ? ORDER BY seq LIMIT ?`
}

function storedUnder(key: 'phone_ref' | 'card_ref'): string {
  return `SELECT ${storedCoupon.text} FROM coupon
    WHERE seller_id = ? AND ${key} = ? AND seq > ? ORDER BY seq LIMIT ?`
}
