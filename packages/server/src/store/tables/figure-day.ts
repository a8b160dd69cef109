import type { BoundStatement, SqlRow, SqlValue } from '#database/sql-engine'
import { join, p, type Sql, sql } from '#database/statement'
import { defineTable, equal, replaceInto, select } from '#database/table'
import type { DailyFigures, FigureGroup, FigureQuery, NamedGroup } from '#domain/figures/figure-store'
import { type FigureName, type FigurePlace, type Figures, figureNames, noFigures } from '#domain/figures/figures'

const keyColumns = ['seller_id', 'scope', 'day_text', 'coupon_id', 'channel', 'shop'] as const

/** The column of each figure. */
const columnOf = {
  issued: 'issued',
  claimed: 'claimed',
  held: 'held',
  redeemed: 'redeemed',
  returned: 'returned',
  voided: 'voided',
  expired: 'expired',
  priced: 'priced',
  offFen: 'off_fen',
  returnedFen: 'returned_fen',
  orders: 'orders',
  orderFen: 'order_fen',
  usedOfIssued: 'used_of_issued',
  daysToRedeem: 'days_to_redeem',
  within0: 'within_0',
  within3: 'within_3',
  within7: 'within_7',
  within14: 'within_14',
  within30: 'within_30',
  later: 'later',
} as const satisfies Record<FigureName, string>

const figureColumns = figureNames.map((name) => columnOf[name])

export const figureDayTable = defineTable({
  name: 'figure_day',
  key: keyColumns,
  columns: [...keyColumns, ...figureColumns],
})

/** What the rows of a day tell apart. */
export const figureScopes = { coupon: 0, shop: 1, both: 2 } as const

export type FigureScope = keyof typeof figureScopes

/** A row of figures. */
export type FigureDay = Readonly<{ scope: FigureScope; place: FigurePlace; figures: Figures }>

const { columns, at } = select(figureDayTable.columns)

/** Writes a row in place of the one with its key, if there is one. */
export const replaceFigureDay = replaceInto(figureDayTable)

/** The row for `replaceFigureDay`. */
export function encodeFigureDay(sellerId: string, { scope, place, figures }: FigureDay): readonly SqlValue[] {
  const { day, couponId, channel, shop } = place
  const cells = { seller_id: sellerId, scope: figureScopes[scope], day_text: day, coupon_id: couponId, channel, shop }
  return replaceFigureDay.encode({ ...cells, ...cellsOf(figures) })
}

function cellsOf(figures: Figures): Record<(typeof figureColumns)[number], number> {
  const entries = figureNames.map((name) => [columnOf[name], figures[name]])
  // Has every column.
  return Object.fromEntries(entries) as Record<(typeof figureColumns)[number], number>
}

const findFigureDays = sql`SELECT ${columns.join(', ')} FROM figure_day
  WHERE ${p.anyOf('places', sql`(${equal(keyColumns)})`)}`

/** Rows that one statement reads. */
export const maxFigureDays = 64

/** Reads rows by their keys. @param places 1..`maxFigureDays` */
export function figureDaysQuery(sellerId: string, places: readonly Omit<FigureDay, 'figures'>[]): BoundStatement {
  return findFigureDays({
    places: places.map(({ scope, place: { day, couponId, channel, shop } }) => {
      const ofSeller = { seller_id: sellerId, scope: figureScopes[scope], day_text: day }
      return { ...ofSeller, coupon_id: couponId, channel, shop }
    }),
  })
}

/** Decodes a row of `figureDaysQuery`. @param scope the requested one */
export function figureDayOfRow(row: SqlRow): FigureDay {
  const code = Number(row[at.scope])
  const scope = code === figureScopes.coupon ? 'coupon' : code === figureScopes.shop ? 'shop' : 'both'
  const [couponId, channel, shop] = [row[at.coupon_id], row[at.channel], row[at.shop]].map(String)
  const place = { day: String(row[at.day_text]), couponId: couponId ?? '', channel: channel ?? '', shop: shop ?? '' }
  return { scope, place, figures: figuresOfCells((name) => row[at[columnOf[name]]]) }
}

function figuresOfCells(cellOf: (name: FigureName) => SqlValue | undefined): Figures {
  const figures: Record<FigureName, number> = { ...noFigures }
  // Sums of MySQL are texts; of no row they are NULL.
  for (const name of figureNames) figures[name] = Number(cellOf(name) ?? 0)
  return figures
}

type Filter = 'couponId' | 'channel' | 'shop'

const filterColumns: Readonly<Record<Filter, string>> = { couponId: 'coupon_id', channel: 'channel', shop: 'shop' }
const groupColumns: Readonly<Record<FigureGroup, string>> = {
  day: 'day_text',
  coupon_id: 'coupon_id',
  channel: 'channel',
  shop: 'shop',
}

const summed = select(['name', ...figureColumns])
const sums = figureColumns.map((column) => `SUM(${column}) AS ${column}`).join(', ')

type PeriodValues = ReturnType<typeof valuesOf>

/** The rows of a period that meet filters. */
function ofPeriod(filters: readonly Filter[]): Sql<PeriodValues> {
  const period = sql`FROM figure_day WHERE seller_id = ${p.text('sellerId')} AND scope = ${p.number('scope')}
    AND day_text BETWEEN ${p.text('fromDay')} AND ${p.text('toDay')}`
  return join<PeriodValues>(
    [period, ...filters.map((filter) => sql`${filterColumns[filter]} = ${p.textOrNull(filter)}`)],
    ' AND ',
  )
}

/** A statement per filters, group and order; few of them are ever used. */
function sumOf(filters: readonly Filter[], group: FigureGroup | undefined, by: FigureName | undefined) {
  const name = group === undefined ? "''" : groupColumns[group]
  const from = sql`SELECT ${name} AS name, ${sums} ${ofPeriod(filters)}`
  const order = by === undefined ? name : `SUM(${columnOf[by]}) DESC, ${name}`
  return sql`${from} ${group === undefined ? '' : sql`GROUP BY ${name} ORDER BY ${order} LIMIT ${p.number('limit')}`}`
}

const sumStatements = new Map<string, ReturnType<typeof sumOf>>()

/** Sums of a period. @param limit rows at most; left out without a group */
export function figureSumQuery(
  query: FigureQuery,
  group?: FigureGroup,
  order: Readonly<{ by?: FigureName | undefined; limit: number }> = { limit: 1 },
): BoundStatement {
  const filters = filterNames.filter((name) => query[name] !== undefined)
  const key = [...filters, group, order.by].join(' ')
  const statement = sumStatements.get(key) ?? sumOf(filters, group, order.by)
  sumStatements.set(key, statement)
  return statement({ ...valuesOf(query, filters, group), limit: order.limit })
}

function valuesOf(
  { sellerId, fromDay, toDay, ...query }: FigureQuery,
  filters: readonly Filter[],
  group?: FigureGroup,
) {
  const { couponId, channel, shop } = query
  return { sellerId, scope: figureScopes[scopeOf(filters, group)], fromDay, toDay, couponId, channel, shop }
}

const filterNames: readonly Filter[] = ['couponId', 'channel', 'shop']

/** The rows that answer a question with the fewest of them. */
function scopeOf(filters: readonly Filter[], group: FigureGroup | undefined): FigureScope {
  const asksShop = filters.includes('shop') || group === 'shop'
  if (!asksShop) return 'coupon'
  const asksCoupon =
    filters.includes('couponId') || filters.includes('channel') || group === 'coupon_id' || group === 'channel'
  return asksCoupon ? 'both' : 'shop'
}

/** Decodes a row of `figureSumQuery`. */
export function figureSumOfRow(row: SqlRow): Readonly<{ name: string; figures: Figures }> {
  return { name: String(row[summed.at.name]), figures: figuresOfCells((name) => row[summed.at[columnOf[name]]]) }
}

const daily = select(['day', ...summed.columns])

/** A statement per filters and group, for lists of names. */
function dailyOf(filters: readonly Filter[], group: NamedGroup) {
  const name = groupColumns[group]
  return sql`SELECT day_text AS day, ${name} AS name, ${sums} ${ofPeriod(filters)} AND ${name} IN (${p.texts('names')})
    GROUP BY day_text, ${name} ORDER BY day_text, ${name}`
}

const dailyStatements = new Map<string, ReturnType<typeof dailyOf>>()

/** Sums of each day of named groups. @param names 1..64 */
export function dailyFiguresQuery(query: FigureQuery, group: NamedGroup, names: readonly string[]): BoundStatement {
  const filters = filterNames.filter((name) => query[name] !== undefined)
  const key = [...filters, group].join(' ')
  const statement = dailyStatements.get(key) ?? dailyOf(filters, group)
  dailyStatements.set(key, statement)
  return statement({ ...valuesOf(query, filters, group), names })
}

/** Decodes a row of `dailyFiguresQuery`. */
export function dailyFiguresOfRow(row: SqlRow): DailyFigures {
  const figures = figuresOfCells((name) => row[daily.at[columnOf[name]]])
  return { day: String(row[daily.at.day]), name: String(row[daily.at.name]), figures }
}

const dayOfScope = select(['scope', 'day_text'])

/** Gives the scopes and days that have rows, each the values of `listFigureDay` and `deleteFigureDays` past the seller. */
export const listFigureDays = sql`SELECT DISTINCT ${dayOfScope.text} FROM figure_day WHERE seller_id = ${p.text('sellerId')}`

export const listFigureDay = sql`SELECT ${columns.join(', ')} FROM figure_day WHERE seller_id = ${p.text('sellerId')} AND scope = ${p.number('scope')} AND day_text = ${p.text('dayText')}`

/** Gives scope and day of some row. */
export const findAnyFigureDay = sql`SELECT ${dayOfScope.text} FROM figure_day WHERE seller_id = ${p.text('sellerId')} LIMIT 1`

/** Decodes a row of `findAnyFigureDay` or `listFigureDays`. */
export function dayOfFigureRow(row: SqlRow): Readonly<{ scope: number; dayText: string }> {
  return { scope: Number(row[dayOfScope.at.scope]), dayText: String(row[dayOfScope.at.day_text]) }
}

export const deleteFigureDays = sql`DELETE FROM figure_day WHERE seller_id = ${p.text('sellerId')} AND scope = ${p.number('scope')} AND day_text = ${p.text('dayText')}`
