import type { DateText } from '#domain/dates'
import type { FigureName, Figures, Outstanding } from './figures.ts'

/** Folds events into figures. Any number of servers may do it: each step counts once. */
export interface FigureFolder {
  /** Sellers whose newest event is not counted yet. */
  listBehind(): Promise<readonly string[]>
  /**
   * Counts the next events of a seller and moves its number, both in one transaction.
   * @returns whether more may follow; `lost` where another server counted them
   */
  step(sellerId: string): Promise<'more' | 'done' | 'lost'>
  /** Lets all figures of a seller be counted anew by the steps that follow. */
  reset(sellerId: string): Promise<void>
}

export type FigureQuery = Readonly<{
  sellerId: string
  fromDay: DateText
  /** The last day, included. */
  toDay: DateText
  couponId?: string | undefined
  channel?: string | undefined
  shop?: string | undefined
}>

export type FigureGroup = 'day' | 'coupon_id' | 'channel' | 'shop'

export type NamedGroup = Exclude<FigureGroup, 'day'>

export type DailyFigures = FigureRow & Readonly<{ day: DateText }>

/** Figures of one day, template, channel or shop. */
export type FigureRow = Readonly<{ name: string; figures: Figures }>

/** Up to where figures are counted. */
export type FigureState = Readonly<{
  /** Number of the last event that they count; 0: none. */
  asOfSeq: number
  /** When that event was, epoch milliseconds; undefined when none is counted. */
  asOfMs: number | undefined
  newestSeq: number
  /** Events up to this number are not in the figures, since they were removed before they were counted; 0: all are. */
  missingThroughSeq: number
}>

/** Reads figures; what is given to `read` is of one moment. */
export interface FigureReader {
  read<Result>(sellerId: string, work: (figures: FigureSource) => Promise<Result>): Promise<Result>
}

/** The figures of a moment. */
export interface FigureSource {
  readonly state: FigureState
  sum(query: FigureQuery): Promise<Figures>
  /** Rows by name; `limit` of them, those with most of `by` first, or in order where `by` is left out. */
  group(query: FigureQuery, group: FigureGroup, order: FigureOrder): Promise<readonly FigureRow[]>
  /** Sums of each day of the named groups, by day; days without figures are missing. @param names 1..50 */
  daily(query: FigureQuery, group: NamedGroup, names: readonly string[]): Promise<readonly DailyFigures[]>
  /** Unused coupons whose last usable day is in a span. @param toDay undefined: those without an end too */
  outstanding(span: OutstandingQuery): Promise<Outstanding>
}

export type FigureOrder = Readonly<{ by?: FigureName | undefined; limit: number }>

export type OutstandingQuery = Readonly<{
  fromDay: DateText
  toDay: DateText | undefined
  couponId?: string | undefined
  channel?: string | undefined
}>
