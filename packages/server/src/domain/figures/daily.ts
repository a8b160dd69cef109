import type { DailyFigures, FigureQuery, FigureReader, FigureRow, NamedGroup } from './figure-store.ts'

export type DailyQuery = Readonly<{
  asked: FigureQuery
  groupBy: NamedGroup
  /** At most 50 names; undefined for those with most redemptions. */
  names: readonly string[] | undefined
  /** Groups without `names`, 1..20. */
  limit: number
}>

/** Figures of one moment. */
export type Daily = Readonly<{
  names: readonly string[]
  rows: readonly DailyFigures[]
  /** Sums by day. */
  totals: readonly FigureRow[]
}>

/** Days of the longest period. */
export const maxDailyDays = 100

/** The days of some groups and of all together. */
export function readDaily(reader: FigureReader, { asked, groupBy, limit, ...query }: DailyQuery): Promise<Daily> {
  return reader.read(asked.sellerId, async (figures) => {
    const largest = async () => (await figures.group(asked, groupBy, { by: 'redeemed', limit })).map(({ name }) => name)
    const names = query.names ?? (await largest())
    return {
      names,
      rows: names.length === 0 ? [] : await figures.daily(asked, groupBy, names),
      totals: await figures.group(asked, 'day', { limit: maxDailyDays }),
    }
  })
}
