import { forKeys, withKeys } from '#database/in-list'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { defineTable, encoder, select } from '#database/table'
import type { OutstandingQuery } from '#domain/figures/figure-store'
import { noEnd, type Outstanding, type OutstandingPlace } from '#domain/figures/figures'

const keyColumns = ['seller_id', 'end_date', 'coupon_id', 'channel'] as const

export const figureOutstandingTable = defineTable({
  name: 'figure_outstanding',
  key: keyColumns,
  columns: [...keyColumns, 'coupons', 'worst_fen', 'uncapped'],
})

/** Unused coupons of an id and channel with one last usable day. */
export type OutstandingRow = Readonly<{ place: OutstandingPlace; outstanding: Outstanding }>

const { columns, at } = select(figureOutstandingTable.columns)
const marks = columns.map(() => '?').join(', ')
const encode = encoder(columns)

/** Equal for the places of one row. */
export function outstandingKey({ endDate, couponId, channel }: OutstandingPlace): string {
  return [endDate, couponId, channel].join('\0')
}

/** Writes a row in place of the one with its key, if there is one. Takes the values of `encodeOutstanding`. */
export const replaceOutstanding = `REPLACE INTO figure_outstanding (${columns.join(', ')}) VALUES (${marks})`

export function encodeOutstanding(sellerId: string, { place, outstanding }: OutstandingRow): readonly SqlValue[] {
  return encode({
    seller_id: sellerId,
    end_date: place.endDate,
    coupon_id: place.couponId,
    channel: place.channel,
    coupons: outstanding.coupons,
    worst_fen: outstanding.worstFen,
    uncapped: outstanding.uncapped,
  })
}

/** Takes the key of each row. */
export const findOutstandingRows = withKeys(`SELECT ${columns.join(', ')} FROM figure_outstanding`, keyColumns)

/** Rows that one statement reads: for 64, SQLite scans the table. */
export const maxOutstandingRows = 8

/** Reads rows by their keys. @param rows 1..`maxOutstandingRows` */
export function outstandingRowsQuery(sellerId: string, rows: readonly Pick<OutstandingRow, 'place'>[]) {
  const keys = rows.map(({ place: { endDate, couponId, channel } }) => [sellerId, endDate, couponId, channel])
  return forKeys(findOutstandingRows, keys)
}

/** Decodes a row of `outstandingRowsQuery`. */
export function outstandingOfRow(row: SqlRow): OutstandingRow {
  return {
    place: { endDate: String(row[at.end_date]), couponId: String(row[at.coupon_id]), channel: String(row[at.channel]) },
    outstanding: {
      coupons: Number(row[at.coupons]),
      worstFen: Number(row[at.worst_fen]),
      uncapped: Number(row[at.uncapped]),
    },
  }
}

const summed = select(['coupons', 'worst_fen', 'uncapped'])
const sums = summed.columns.map((column) => `SUM(${column})`).join(', ')

/** Sums by filters: takes seller, first and last day, and each filter. */
export const sumOutstanding = {
  none: textOf([]),
  couponId: textOf(['coupon_id']),
  channel: textOf(['channel']),
  both: textOf(['coupon_id', 'channel']),
} as const

function textOf(filters: readonly string[]): string {
  const tests = filters.map((column) => ` AND ${column} = ?`).join('')
  return `SELECT ${sums} FROM figure_outstanding WHERE seller_id = ? AND end_date BETWEEN ? AND ?${tests}`
}

/** Unused coupons of a span of last usable days. */
export function outstandingQuery(
  sellerId: string,
  { fromDay, toDay = noEnd, couponId, channel }: OutstandingQuery,
): Readonly<{ text: string; values: readonly SqlValue[] }> {
  const ofCoupon = channel === undefined ? sumOutstanding.couponId : sumOutstanding.both
  const ofAny = channel === undefined ? sumOutstanding.none : sumOutstanding.channel
  const filters = [couponId, channel].flatMap((value) => (value === undefined ? [] : [value]))
  return { text: couponId === undefined ? ofAny : ofCoupon, values: [sellerId, fromDay, toDay, ...filters] }
}

/** Decodes the row of `outstandingQuery`; sums of no row are NULL. */
export function outstandingSumOfRow(row: SqlRow): Outstanding {
  const [coupons, worstFen, uncapped] = summed.columns.map((column) => Number(row[summed.at[column]] ?? 0))
  return { coupons: coupons ?? 0, worstFen: worstFen ?? 0, uncapped: uncapped ?? 0 }
}

/** Takes seller and a last usable day: all rows of that day, for `outstandingOfRow`. */
export const listOutstanding = `SELECT ${columns.join(', ')} FROM figure_outstanding WHERE seller_id = ? AND end_date = ?`

/** Takes seller: the last usable days that have rows. */
export const listOutstandingDays = 'SELECT DISTINCT end_date FROM figure_outstanding WHERE seller_id = ?'

/** Takes seller. */
export const deleteOutstanding = 'DELETE FROM figure_outstanding WHERE seller_id = ?'
