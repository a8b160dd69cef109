import type { SqlRow, SqlValue } from '#database/sql-engine'
import { join, p, type Sql, type Statement, sql } from '#database/statement'
import { select } from '#database/table'
import { addDays, type DateText, dayMs, dayOf, startOfDay } from '#domain/dates'
import type { SearchFilter } from '#domain/search/coupon-search'
import { expiryDueOfRow, seqOfRow, storedCoupon } from './coupon.ts'
import {
  backwards,
  type Direction,
  forwards,
  type MergedKeys,
  type MergedPart,
  mergedValues,
  overMerged,
} from './merged-lists.ts'

/** The list that is searched: of a member, a template, a channel, or all of the seller. */
export type SearchKey = 'phone_ref' | 'card_ref' | 'coupon_id' | 'channel' | 'seller'

export type SearchStatements = Readonly<{
  /** Gives the position so many coupons further on. Absent where positions are gapless. */
  findBound: Statement<SearchPart> | undefined
  search: Statement<SearchValues>
  /** The position of a row in the list. */
  positionOf: (row: SqlRow) => number
}>

/** Statements of a list that one key has. */
type KeySearch = Readonly<{
  findBound: Statement<SearchPart>
  search: Statement<SearchPart & FilterValues & Readonly<{ limit: number }>>
  positionOf: (row: SqlRow) => number
}>

/** A list from a position on, in its direction. */
type SearchPart = Readonly<{ sellerId: string; keyValue: SqlValue | undefined; afterPosition: number }>
type SearchValues = SearchPart &
  FilterValues &
  Readonly<{
    /** The last position, where positions are gapless. */
    lastPosition: number
    limit: number
  }>

/** Coupons that one call examines, at most. */
export const maxExamined = 5000

/** What is searched for. */
export type SearchTerms = Readonly<{
  filter: SearchFilter
  /** References of the phone and the card in the filter. */
  phoneRef: number | undefined
  cardRef: number | undefined
  nowMs: number
}>

/** NULL filters nothing. */
type FilterValues = ReturnType<typeof filterValues>

/** The values of the filters of a search. */
export function filterValues({ filter, phoneRef, cardRef, nowMs }: SearchTerms) {
  const { usedFrom, usedTo } = filter
  return {
    status: filter.status === undefined ? null : Number(filter.status),
    nowMs,
    today: dayOf(nowMs),
    filterPhoneRef: phoneRef,
    filterCardRef: cardRef,
    couponId: filter.couponId,
    channel: filter.channel,
    shop: filter.shop,
    issuedFrom: filter.issuedFrom,
    issuedTo: filter.issuedTo,
    startFrom: filter.startFrom,
    startTo: filter.startTo,
    endFrom: filter.endFrom,
    endTo: filter.endTo,
    usedFromMs: usedFrom === undefined ? undefined : startOfDay(usedFrom),
    usedBeforeMs: usedTo === undefined ? undefined : startOfDay(addDays(usedTo, 1)),
  } as const
}

/**
 * One text for all combinations of filters, so that callers cannot make the engine keep thousands of statements; a value
 * that is NULL filters nothing.
 */
const tests = join<FilterValues>(
  [
    sql`(${p.numberOrNull('status')} IS NULL OR CASE WHEN state_code IN (1, 3) THEN state_code
      WHEN state_code = 4 AND hold_until_ms > ${p.number('nowMs')} THEN 4
      WHEN end_date < ${p.text('today')} THEN 2 ELSE 0 END = ${p.numberOrNull('status')})`,
    filterBy('phone_ref =', p.numberOrNull('filterPhoneRef')),
    filterBy('card_ref =', p.numberOrNull('filterCardRef')),
    filterBy('coupon_id =', p.textOrNull('couponId')),
    filterBy('channel =', p.textOrNull('channel')),
    // A list that names a group may hold any shop: the domain looks into it.
    filterBy('shop IS NULL OR INSTR(shop,', p.textOrNull('shop'), ") > 0 OR INSTR(shop, '@') > 0"),
    filterBy('bill_date >=', p.textOrNull('issuedFrom')),
    filterBy('bill_date <=', p.textOrNull('issuedTo')),
    filterBy('start_date >=', p.textOrNull('startFrom')),
    filterBy('start_date <=', p.textOrNull('startTo')),
    filterBy('end_date >=', p.textOrNull('endFrom')),
    filterBy('end_date <=', p.textOrNull('endTo')),
    filterBy('used_at_ms >=', p.numberOrNull('usedFromMs')),
    filterBy('used_at_ms <', p.numberOrNull('usedBeforeMs')),
  ],
  ' AND ',
)

/** A test that begins with one text and ends, after the value, with another. */
function filterBy(begin: string, value: Sql<FilterValues>, end = ''): Sql<FilterValues> {
  return sql`(${value} IS NULL OR ${begin} ${value}${end})`
}

export const searchStatements = searchesIn(forwards)

/** The same from the newest coupon on. */
export const newestFirstStatements = searchesIn(backwards)

function searchesIn(direction: Direction): Readonly<Record<SearchKey, SearchStatements>> {
  return {
    phone_ref: overKey('phone_ref', direction),
    card_ref: overKey('card_ref', direction),
    coupon_id: overKey('coupon_id', direction),
    channel: overNumbers(sql`channel = ${p.cellOrNull('keyValue')} AND`, 'channel_seq', direction),
    seller: overNumbers('', 'seq', direction),
  }
}

/**
 * The position is the coupon's number. The list is cut before it is filtered: with a range of numbers besides, the
 * planner leaves the key for that range.
 */
function overKey(key: string, { after, order }: Direction): KeySearch {
  const list = sql`FROM coupon WHERE seller_id = ${p.text('sellerId')} AND ${key} = ${p.cellOrNull('keyValue')}
    AND seq ${after} ${p.number('afterPosition')} ORDER BY seq ${order}`
  return {
    findBound: sql`SELECT seq ${list} LIMIT 1 OFFSET ${maxExamined - 1}`,
    search: sql`SELECT ${storedCoupon.text} FROM (SELECT ${storedCoupon.text} ${list} LIMIT ${maxExamined}) listed
      WHERE ${tests} ORDER BY seq ${order} LIMIT ${p.number('limit')}`,
    positionOf: positionBy('seq'),
  }
}

const boundOfMerged = select(['listed', 'last_seq'])

/** Statements of a search over several keys, as `searchStatements` has them for one. */
type MergedSearch = Readonly<{
  findBound: Statement<MergedPart>
  search: Statement<MergedPart & FilterValues & Readonly<{ limit: number }>>
}>

/** A search over several keys; positions are numbers of coupons. */
export function mergedSearchStatements(keys: MergedKeys, direction: Direction = forwards): MergedSearch {
  const { order } = direction
  const last = order === 'ASC' ? 'MAX' : 'MIN'
  const searches = (list: Sql<MergedPart>) => ({
    findBound: sql`SELECT COUNT(*), ${last}(seq) FROM (SELECT seq ${list}) listed`,
    search: sql`SELECT ${storedCoupon.text} FROM (SELECT seq AS list_seq ${list}) listed
      CROSS JOIN coupon ON seller_id = ${p.text('sellerId')} AND seq = list_seq
      WHERE ${tests} ORDER BY list_seq ${order} LIMIT ${p.number('limit')}`,
  })
  return overMerged(keys, searches, direction)
}

/** Statements of a search in the lists of several templates; positions are numbers of coupons. */
type TemplatesSearch = Readonly<{
  findBound: Statement<TemplatesPart>
  search: Statement<TemplatesPart & FilterValues & Readonly<{ sellerId: string; limit: number }>>
}>

type TemplatesPart = Readonly<{
  templates: readonly Readonly<{ sellerId: string; couponId: string; afterPosition: number; size: number }>[]
}>

/** Like a search over several keys of a member: of each list no more is read than a call examines. */
function searchesOfTemplates({ after, order }: Direction): TemplatesSearch {
  const ofTemplate = sql`SELECT * FROM (SELECT seq FROM coupon WHERE seller_id = ${p.text('sellerId')}
    AND coupon_id = ${p.text('couponId')} AND seq ${after} ${p.number('afterPosition')}
    ORDER BY seq ${order} LIMIT ${p.number('size')}) part`
  const list = sql`FROM (${p.each('templates', ofTemplate, ' UNION ')}) merged ORDER BY seq ${order} LIMIT ${maxExamined}`
  const last = order === 'ASC' ? 'MAX' : 'MIN'
  return {
    findBound: sql`SELECT COUNT(*), ${last}(seq) FROM (SELECT seq ${list}) listed`,
    search: sql`SELECT ${storedCoupon.text} FROM (SELECT seq AS list_seq ${list}) listed
      CROSS JOIN coupon ON seller_id = ${p.text('sellerId')} AND seq = list_seq
      WHERE ${tests} ORDER BY list_seq ${order} LIMIT ${p.number('limit')}`,
  }
}

export const templatesSearch = searchesOfTemplates(forwards)

/** The same from the newest coupon on. */
export const newestOfTemplates = searchesOfTemplates(backwards)

/** A part of the list of coupons that may still expire, in order of their last days. */
type EndingPart = Readonly<{ sellerId: string; firstDay: DateText; lastDay: DateText }>

const endingList: Sql<EndingPart> = sql`FROM coupon WHERE seller_id = ${p.text('sellerId')}
  AND expiry_due >= ${p.text('firstDay')} AND expiry_due <= ${p.text('lastDay')}`

const boundOfEnding = select(['expiry_due', 'seq'])

/** Statements of the search from a day on. `findBound` gives the day and number of the last coupon that a call examines. */
export const endingSearch = {
  findBound: sql`SELECT ${boundOfEnding.text} ${endingList} ORDER BY expiry_due, seq LIMIT 1 OFFSET ${maxExamined - 1}`,
  search: sql`SELECT ${storedCoupon.text} ${endingList} AND (expiry_due < ${p.text('lastDay')} OR seq <= ${p.number('lastSeq')})
    AND ${tests} ORDER BY expiry_due, seq LIMIT ${p.number('limit')}`,
} as const

/**
 * Statements of the search in the rest of one day. Many coupons may end on it, and engines search an index by no pairs: in one list of days
 * they would look for the place from the day's first coupon on.
 */
export const endingOnDay = overKey('expiry_due', forwards)

/** The bound that `findBound` gives. @returns undefined at the end of the list */
export function endingBoundOfRow(
  row: SqlRow | undefined,
): Readonly<{ lastDay: DateText; lastSeq: number }> | undefined {
  const { at } = boundOfEnding
  return row && { lastDay: String(row[at.expiry_due]), lastSeq: Number(row[at.seq]) }
}

/** Numbers of coupons are below it, so day and number are one number, which cursors have. */
const coupons = 2 ** 31

/** The position of a coupon in the list of last days, none of which is before 1970. */
export function endingPosition(lastDay: DateText, seq: number): number {
  return (Date.parse(`${lastDay}T00:00:00Z`) / dayMs) * coupons + seq
}

/** The position of a row of `endingSearch.search`. */
export function endingPositionOfRow(row: SqlRow): number {
  return endingPosition(expiryDueOfRow(row) ?? '', seqOfRow(row))
}

/** What `endingPosition` made of a day and a number. */
export function endingPlace(position: number): Readonly<{ day: DateText; afterSeq: number }> {
  const day = new Date(Math.floor(position / coupons) * dayMs).toISOString().slice(0, 10)
  return { day, afterSeq: position % coupons }
}

/** The position before the first coupon of the next day. */
export function nextDayPosition(position: number): number {
  return (Math.floor(position / coupons) + 1) * coupons
}

/** The values for the list in both statements. */
export function templatesPart(sellerId: string, couponIds: readonly string[], afterPosition: number): TemplatesPart {
  return { templates: couponIds.map((couponId) => ({ sellerId, couponId, afterPosition, size: maxExamined })) }
}

/** The values for the list in both statements. */
export function mergedSearchValues(sellerId: string, keys: MergedKeys, afterSeq: number): MergedPart {
  return { sellerId, ...mergedValues(keys), afterSeq, size: maxExamined }
}

/** Decodes the row of `findBound`. @returns undefined at the end of the list */
export function mergedBoundOfRow(row: SqlRow | undefined): number | undefined {
  const { at } = boundOfMerged
  return Number(row?.[at.listed] ?? 0) < maxExamined ? undefined : Number(row?.[at.last_seq])
}

function overNumbers(
  key: Sql<SearchPart> | '',
  position: 'seq' | 'channel_seq',
  { after, order }: Direction,
): SearchStatements {
  const upTo = order === 'ASC' ? '<=' : '>='
  return {
    findBound: undefined,
    search: sql`SELECT ${storedCoupon.text} FROM coupon
      WHERE seller_id = ${p.text('sellerId')} AND ${key} ${position} ${after} ${p.number('afterPosition')}
        AND ${position} ${upTo} ${p.number('lastPosition')} AND ${tests} ORDER BY ${position} ${order} LIMIT ${p.number('limit')}`,
    positionOf: positionBy(position),
  }
}

function positionBy(column: 'seq' | 'channel_seq'): SearchStatements['positionOf'] {
  return (row) => Number(row[storedCoupon.at[column]])
}
