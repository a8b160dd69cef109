import type { BoundStatement, SqlRow, SqlValue } from '#database/sql-engine'
import { p, type Sql, sql } from '#database/statement'
import { defineTable, equal, replaceInto, select } from '#database/table'
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

/** Equal for the places of one row. */
export function outstandingKey({ endDate, couponId, channel }: OutstandingPlace): string {
  return [endDate, couponId, channel].join('\0')
}

/** Writes a row in place of the one with its key, if there is one. */
export const replaceOutstanding = replaceInto(figureOutstandingTable)

/** The row for `replaceOutstanding`. */
export function encodeOutstanding(sellerId: string, { place, outstanding }: OutstandingRow): readonly SqlValue[] {
  return replaceOutstanding.encode({
    seller_id: sellerId,
    end_date: place.endDate,
    coupon_id: place.couponId,
    channel: place.channel,
    coupons: outstanding.coupons,
    worst_fen: outstanding.worstFen,
    uncapped: outstanding.uncapped,
  })
}

const findOutstandingRows = sql`SELECT ${columns.join(', ')} FROM figure_outstanding
  WHERE ${p.anyOf('places', sql`(${equal(keyColumns)})`)}`

/** Rows that one statement reads: for 64, SQLite scans the table. */
export const maxOutstandingRows = 8

/** Reads rows by their keys. @param rows 1..`maxOutstandingRows` */
export function outstandingRowsQuery(sellerId: string, rows: readonly Pick<OutstandingRow, 'place'>[]): BoundStatement {
  return findOutstandingRows({
    places: rows.map(({ place: { endDate, couponId, channel } }) => {
      return { seller_id: sellerId, end_date: endDate, coupon_id: couponId, channel }
    }),
  })
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

const ofCoupon = sql`AND coupon_id = ${p.text('couponId')}`
const ofChannel = sql`AND channel = ${p.text('channel')}`

/** Sums by filters. */
export const sumOutstanding = {
  none: sumOf(''),
  couponId: sumOf(ofCoupon),
  channel: sumOf(ofChannel),
  both: sumOf(sql`${ofCoupon} ${ofChannel}`),
} as const

function sumOf<Given>(filters: Sql<Given> | '') {
  return sql`SELECT ${sums} FROM figure_outstanding
    WHERE seller_id = ${p.text('sellerId')} AND end_date BETWEEN ${p.text('fromDay')} AND ${p.text('toDay')} ${filters}`
}

/** Unused coupons of a span of last usable days. */
export function outstandingQuery(
  sellerId: string,
  { fromDay, toDay = noEnd, couponId, channel }: OutstandingQuery,
): BoundStatement {
  const span = { sellerId, fromDay, toDay }
  if (couponId === undefined) {
    return channel === undefined ? sumOutstanding.none(span) : sumOutstanding.channel({ ...span, channel })
  }
  return channel === undefined
    ? sumOutstanding.couponId({ ...span, couponId })
    : sumOutstanding.both({ ...span, couponId, channel })
}

/** Decodes the row of `outstandingQuery`; sums of no row are NULL. */
export function outstandingSumOfRow(row: SqlRow): Outstanding {
  const [coupons, worstFen, uncapped] = summed.columns.map((column) => Number(row[summed.at[column]] ?? 0))
  return { coupons: coupons ?? 0, worstFen: worstFen ?? 0, uncapped: uncapped ?? 0 }
}

/** All rows of that day, for `outstandingOfRow`. */
export const listOutstanding = sql`SELECT ${columns.join(', ')} FROM figure_outstanding WHERE seller_id = ${p.text('sellerId')} AND end_date = ${p.text('endDate')}`

/** The last usable days that have rows. */
export const listOutstandingDays = sql`SELECT DISTINCT end_date FROM figure_outstanding WHERE seller_id = ${p.text('sellerId')}`

export const deleteOutstanding = sql`DELETE FROM figure_outstanding WHERE seller_id = ${p.text('sellerId')}`
