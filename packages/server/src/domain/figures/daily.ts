import { addDays, compareDays } from '#domain/dates'
import type { DailyFigures, FigureQuery, FigureReader, FigureRow, NamedGroup } from './figure-store.ts'

type DailyQuery = Readonly<{
  asked: FigureQuery
  groupBy: NamedGroup
  /** At most 50 names; undefined for those with most redemptions. */
  names: readonly string[] | undefined
  /** Groups without `names`, 1..20. */
  limit: number
}>

/** Figures of one moment. */
type Daily = Readonly<{
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

/** Groups of a kind at most. */
const maxLeaders = 8

/** A group with its sums over the period, and its days. */
export type Leader = FigureRow & Readonly<{ days: readonly DailyFigures[] }>

/** Figures of one moment. */
type Leaders = Readonly<{
  templates: readonly Leader[]
  channels: readonly Leader[]
  shops: readonly Leader[]
  /** Sums by day. */
  totals: readonly FigureRow[]
}>

/** The groups with most redemptions. Their days are those of the last 100 of the period. */
export function readLeaders(reader: FigureReader, input: FigureQuery): Promise<Leaders> {
  const firstOfLast = addDays(input.toDay, 1 - maxDailyDays)
  const fromDay = compareDays(input.fromDay, firstOfLast) < 0 ? firstOfLast : input.fromDay
  const shown: FigureQuery = { ...input, fromDay }
  return reader.read(input.sellerId, async (figures) => {
    const leadersBy = async (groupBy: NamedGroup): Promise<readonly Leader[]> => {
      const rows = await figures.group(input, groupBy, { by: 'redeemed', limit: maxLeaders })
      const names = rows.map(({ name }) => name)
      const days = names.length === 0 ? [] : await figures.daily(shown, groupBy, names)
      return rows.map((row) => ({ ...row, days: days.filter(({ name }) => name === row.name) }))
    }
    return {
      templates: await leadersBy('coupon_id'),
      channels: await leadersBy('channel'),
      shops: await leadersBy('shop'),
      totals: await figures.group(shown, 'day', { limit: maxDailyDays }),
    }
  })
}
