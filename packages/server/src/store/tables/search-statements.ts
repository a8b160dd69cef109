import { liveColumns } from './live-coupon-statements.ts'

/** The list that is searched: of a member, a template, a channel, or all of the seller. */
export type SearchKey = 'phone_index' | 'card_no' | 'coupon_id' | 'channel' | 'seller'

export type SearchStatements = Readonly<{
  /** Takes seller, key and a position: the position so many coupons further on. Missing where positions are gapless. */
  findBound: string | undefined
  /** Takes seller, key, the position before and, where positions are gapless, the last one; residual values and limit. */
  search: string
}>

/** Coupons that one call looks at, at most. */
export const maxExamined = 5000

const live = liveColumns.join(', ')

/**
 * Takes for every test its value twice, the status with the moment and day in between. One text for all combinations, so
 * that callers cannot make the engine keep thousands of them; a value that is NULL tests nothing.
 */
const residuals = [
  `(? IS NULL OR CASE WHEN state_code IN (1, 3) THEN state_code WHEN state_code = 4 AND hold_until_ms > ? THEN 4
    WHEN end_date < ? THEN 2 ELSE 0 END = ?)`,
  '(? IS NULL OR phone_index = ?)',
  '(? IS NULL OR card_no = ?)',
  '(? IS NULL OR coupon_id = ?)',
  '(? IS NULL OR channel = ?)',
  '(? IS NULL OR shop IS NULL OR INSTR(shop, ?) > 0)',
  '(? IS NULL OR bill_date >= ?)',
  '(? IS NULL OR bill_date <= ?)',
  '(? IS NULL OR start_date >= ?)',
  '(? IS NULL OR start_date <= ?)',
  '(? IS NULL OR end_date >= ?)',
  '(? IS NULL OR end_date <= ?)',
  '(? IS NULL OR used_at_ms >= ?)',
  '(? IS NULL OR used_at_ms < ?)',
].join(' AND ')

export const searchStatements: Readonly<Record<SearchKey, SearchStatements>> = {
  phone_index: overKey('phone_index'),
  card_no: overKey('card_no'),
  coupon_id: overKey('coupon_id'),
  channel: overNumbers('channel = ? AND', 'channel_seq'),
  seller: overNumbers('', 'seq'),
}

/**
 * The position is the coupon's number. The list is cut before it is tested: asked for a range of numbers besides, the planner leaves the
 * key for that range.
 */
function overKey(key: string): SearchStatements {
  const list = `FROM coupon WHERE seller_id = ? AND ${key} = ? AND seq > ? ORDER BY seq`
  return {
    findBound: `SELECT seq ${list} LIMIT 1 OFFSET ${maxExamined - 1}`,
    search: `SELECT * FROM (SELECT ${live} ${list} LIMIT ${maxExamined}) listed
      WHERE ${residuals} ORDER BY seq LIMIT ?`,
  }
}

/** The position is one more column, the last. */
function overNumbers(key: string, position: string): SearchStatements {
  return {
    findBound: undefined,
    search: `SELECT ${live}, ${position} FROM coupon
      WHERE seller_id = ? AND ${key} ${position} > ? AND ${position} <= ? AND ${residuals} ORDER BY ${position} LIMIT ?`,
  }
}
