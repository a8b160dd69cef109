import type { SqlRow, SqlValue } from '#database/sql-engine'
import { select } from '#database/table'
import { addDays, dayOf, startOfDay } from '#domain/dates'
import type { SearchFilter } from '#domain/search/coupon-search'
import { storedCoupon } from './coupon.ts'
import { type MergedKeys, type MergedSearch, mergedSearch, mergedValues } from './merged-lists.ts'

/** The list that is searched: of a member, a template, a channel, or all of the seller. */
export type SearchKey = 'phone_ref' | 'card_ref' | 'coupon_id' | 'channel' | 'seller'

export type SearchStatements = Readonly<{
  /** Takes seller, key and a position; gives the position so many coupons further on. Absent where positions are gapless. */
  findBound: string | undefined
  /** Takes seller, key, the position before and, where positions are gapless, the last one; filter values and limit. */
  search: string
  /** The position of a row in the list. */
  positionOf: (row: SqlRow) => number
}>

/** Coupons that one call examines, at most. */
export const maxExamined = 5000

/** What is searched for. */
export type SearchTerms = Readonly<{
  filter: SearchFilter
  /** Of the phone and the card in the filter. */
  phoneRef: number | undefined
  cardRef: number | undefined
  nowMs: number
}>

type Filter = Readonly<{ test: string; values: (terms: SearchTerms) => readonly SqlValue[] }>

/**
 * One text for all combinations of filters, so that callers cannot make the engine keep thousands of statements; a value
 * that is NULL filters nothing.
 */
const filters: readonly Filter[] = [
  {
    test: `(? IS NULL OR CASE WHEN state_code IN (1, 3) THEN state_code WHEN state_code = 4 AND hold_until_ms > ? THEN 4
      WHEN end_date < ? THEN 2 ELSE 0 END = ?)`,
    values({ filter, nowMs }) {
      const status = filter.status === undefined ? null : Number(filter.status)
      return [status, nowMs, dayOf(nowMs), status]
    },
  },
  filterBy('phone_ref = ?', ({ phoneRef }) => phoneRef),
  filterBy('card_ref = ?', ({ cardRef }) => cardRef),
  filterBy('coupon_id = ?', ({ filter }) => filter.couponId),
  filterBy('channel = ?', ({ filter }) => filter.channel),
  // A list that names a group may hold any shop: the domain looks into it.
  filterBy("shop IS NULL OR INSTR(shop, ?) > 0 OR INSTR(shop, '@') > 0", ({ filter }) => filter.shop),
  filterBy('bill_date >= ?', ({ filter }) => filter.issuedFrom),
  filterBy('bill_date <= ?', ({ filter }) => filter.issuedTo),
  filterBy('start_date >= ?', ({ filter }) => filter.startFrom),
  filterBy('start_date <= ?', ({ filter }) => filter.startTo),
  filterBy('end_date >= ?', ({ filter }) => filter.endFrom),
  filterBy('end_date <= ?', ({ filter }) => filter.endTo),
  filterBy('used_at_ms >= ?', ({ filter: { usedFrom } }) => usedFrom && startOfDay(usedFrom)),
  filterBy('used_at_ms < ?', ({ filter: { usedTo } }) => usedTo && startOfDay(addDays(usedTo, 1))),
]

/** @param test holds one placeholder, for the value */
function filterBy(test: string, read: (terms: SearchTerms) => SqlValue | undefined): Filter {
  return {
    test: `(? IS NULL OR ${test})`,
    values(terms) {
      const value = read(terms) ?? null
      return [value, value]
    },
  }
}

const tests = filters.map(({ test }) => test).join(' AND ')

/** The filter values of a search. */
export function filterValues(terms: SearchTerms): readonly SqlValue[] {
  return filters.flatMap(({ values }) => values(terms))
}

export const searchStatements: Readonly<Record<SearchKey, SearchStatements>> = {
  phone_ref: overKey('phone_ref'),
  card_ref: overKey('card_ref'),
  coupon_id: overKey('coupon_id'),
  channel: overNumbers('channel = ? AND', 'channel_seq'),
  seller: overNumbers('', 'seq'),
}

/**
 * The position is the coupon's number. The list is cut before it is filtered: with a range of numbers besides, the
 * planner leaves the key for that range.
 */
function overKey(key: string): SearchStatements {
  const list = `FROM coupon WHERE seller_id = ? AND ${key} = ? AND seq > ? ORDER BY seq`
  return {
    findBound: `SELECT seq ${list} LIMIT 1 OFFSET ${maxExamined - 1}`,
    search: `SELECT ${storedCoupon.text} FROM (SELECT ${storedCoupon.text} ${list} LIMIT ${maxExamined}) listed
      WHERE ${tests} ORDER BY seq LIMIT ?`,
    positionOf: positionBy('seq'),
  }
}

const boundOfMerged = select(['listed', 'last_seq'])

/** A search over several keys; positions are numbers of coupons. */
export function mergedSearchStatements(keys: MergedKeys): MergedSearch {
  return mergedSearch(keys, (list) => ({
    findBound: `SELECT COUNT(*), MAX(seq) FROM (SELECT seq ${list}) listed`,
    search: `SELECT ${storedCoupon.text} FROM (SELECT seq AS list_seq ${list}) listed
      CROSS JOIN coupon ON seller_id = ? AND seq = list_seq WHERE ${tests} ORDER BY list_seq LIMIT ?`,
  }))
}

/** The values for the list in both statements. */
export function mergedSearchValues(sellerId: string, keys: MergedKeys, afterSeq: number): readonly SqlValue[] {
  return mergedValues(sellerId, keys, { afterSeq, limit: maxExamined })
}

/** Decodes the row of `findBound`. @returns undefined at the end of the list */
export function mergedBoundOfRow(row: SqlRow | undefined): number | undefined {
  const { at } = boundOfMerged
  return Number(row?.[at.listed] ?? 0) < maxExamined ? undefined : Number(row?.[at.last_seq])
}

function overNumbers(key: string, position: 'seq' | 'channel_seq'): SearchStatements {
  return {
    findBound: undefined,
    search: `SELECT ${storedCoupon.text} FROM coupon
      WHERE seller_id = ? AND ${key} ${position} > ? AND ${position} <= ? AND ${tests} ORDER BY ${position} LIMIT ?`,
    positionOf: positionBy(position),
  }
}

function positionBy(column: 'seq' | 'channel_seq'): SearchStatements['positionOf'] {
  return (row) => Number(row[storedCoupon.at[column]])
}
