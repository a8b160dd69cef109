import { addDays, type DateText } from '#domain/dates'
import type { FigureGroup, FigureQuery, FigureReader, FigureRow, FigureState } from './figure-store.ts'
import type { Figures, Outstanding } from './figures.ts'

export type OverviewQuery = Readonly<{
  sellerId: string
  period: Period
  compared: Period
  filter: Pick<FigureQuery, 'couponId' | 'channel' | 'shop'>
  groupBy: FigureGroup | undefined
  /** Rows at most. */
  limit: number
  today: DateText
}>

/** Days, both included. */
export type Period = Readonly<{ fromDay: DateText; toDay: DateText }>

/** Figures of one moment. */
export type Overview = Readonly<{
  state: FigureState
  totals: Figures
  compared: Figures
  /** Empty without a group. */
  rows: readonly FigureRow[]
  /** Coupons whose last usable day is today or later; undefined for a shop, which coupons do not belong to. */
  outstanding: Outstanding | undefined
  /** Those that end within 30 days, today included. */
  expiring: Outstanding | undefined
}>

const expiringDays = 30

/** Days in order; anything else by its redemptions, most first. */
export function readOverview(reader: FigureReader, query: OverviewQuery): Promise<Overview> {
  const { sellerId, period, filter, groupBy, limit, today } = query
  return reader.read(sellerId, async (figures) => {
    const { shop, ...ofCoupons } = filter
    const outstanding = (toDay: DateText | undefined) =>
      shop === undefined ? figures.outstanding({ fromDay: today, toDay, ...ofCoupons }) : undefined
    const input = { sellerId, ...period, ...filter }
    const by = groupBy === 'day' ? undefined : 'redeemed'
    return {
      state: figures.state,
      totals: await figures.sum(input),
      compared: await figures.sum({ ...input, ...query.compared }),
      rows: groupBy === undefined ? [] : await figures.group(input, groupBy, { by, limit }),
      outstanding: await outstanding(undefined),
      expiring: await outstanding(addDays(today, expiringDays - 1)),
    }
  })
}
