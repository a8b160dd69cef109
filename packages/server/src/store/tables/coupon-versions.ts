import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, type Sql, sql } from '#database/statement'
import { select } from '#database/table'
import type { NarrowKey } from './coupon-lists.ts'

/** Coupons of a list that are summed at most; few members have more. */
export const maxSummed = 200

const sums = select(['count', 'sum'])
const keyedSums = select(['key_value', 'count', 'sum'])
const rangeSums = select(['total', 'count', 'sum'])

/** Coupons under a key. Gives a row for `versionSumOfRow`. The keys of phones and cards hold the versions, since tills ask by them. */
export const sumVersionsUnderKey = {
  coupon_code: sumUnder('coupon_code'),
  phone_ref: sumUnder('phone_ref'),
  card_ref: sumUnder('card_ref'),
} as const satisfies Record<NarrowKey, unknown>

function sumUnder(key: NarrowKey) {
  return sql`SELECT COUNT(*), SUM(version) FROM (
    SELECT version FROM coupon WHERE seller_id = ${p.text('sellerId')} AND ${key} = ${p.cell('keyValue')}
    ORDER BY seq LIMIT ${maxSummed + 1}) listed`
}

/** How many coupons there are under a key and the sum of their versions, `8 11`; undefined for more than `maxSummed`. */
export function versionSumOfRow(row: SqlRow | undefined): string | undefined {
  return sumText(row?.[sums.at.count], row?.[sums.at.sum])
}

function sumText(count: SqlValue = 0, sum: SqlValue = 0): string | undefined {
  return Number(count) > maxSummed ? undefined : `${count} ${sum ?? 0}`
}

/** Coupons under keys. Gives a row for `keyedVersionSumOfRow` for each key that has coupons, however many. */
export const sumVersionsUnderKeys = {
  coupon_code: sumUnderEach('coupon_code'),
  phone_ref: sumUnderEach('phone_ref'),
  card_ref: sumUnderEach('card_ref'),
} as const satisfies Record<NarrowKey, unknown>

function sumUnderEach(key: NarrowKey) {
  return sql`SELECT ${key}, COUNT(*), SUM(version) FROM coupon
      WHERE seller_id = ${p.text('sellerId')} AND ${key} IN (${p.cells('keyValues')}) GROUP BY ${key}`
}

/** A key with what `versionSumOfRow` gives. */
export function keyedVersionSumOfRow(row: SqlRow): readonly [keyValue: SqlValue, sum: string | undefined] {
  return [row[keyedSums.at.key_value] ?? null, sumText(row[keyedSums.at.count], row[keyedSums.at.sum])]
}

/** A range of the seller's coupons. Gives a row for `rangeVersionSumOfRow`. */
export const sumVersionsOfSeller = sumInRange(sql`c.seq BETWEEN ${p.number('first')} AND ${p.number('last')}`)

/** A range of the coupons of a channel, by their numbers in it; otherwise the same. */
export const sumVersionsOfChannel = sumInRange(
  sql`c.channel = ${p.text('channel')} AND c.channel_seq BETWEEN ${p.number('first')} AND ${p.number('last')}`,
)

/** Counts a column that is not in the key of phones: with statistics, SQLite would scan that key instead of the range. */
function sumInRange<Given>(range: Sql<Given>) {
  return sql`SELECT MAX(k.counter_value), COUNT(c.channel_seq), SUM(c.version) FROM counter k
    LEFT JOIN coupon c ON c.seller_id = k.seller_id AND ${range}
    WHERE k.seller_id = ${p.text('sellerId')} AND k.counter_name = ${p.text('counterName')}`
}

/** The counter, how many coupons the range has, and the sum of their versions: `208000 10 11`. */
export function rangeVersionSumOfRow(row: SqlRow | undefined): string {
  const { at } = rangeSums
  return [row?.[at.total], row?.[at.count], row?.[at.sum]].map((value) => value ?? 0).join(' ')
}
