import { couponColumns } from './coupon-statements.ts'

/** The column whose key finds the coupons. */
export type NarrowKey = 'coupon_code' | 'phone_index' | 'card_no'
/** Columns that are tested besides. */
export type Residual = 'channel' | 'phone_index' | 'card_no'

/** Takes seller, key and limit: the first coupons under the key, with the phone index where the key is another one. */
export const findFirstUnderKey: Readonly<Record<NarrowKey, string>> = {
  coupon_code: firstUnder('coupon_code'),
  phone_index: firstUnder('phone_index'),
  card_no: firstUnder('card_no'),
}

/**
 * Statements over the coupons under one key that meet residual tests. Each looks at so many coupons under the key as it
 * is told, whatever the tests find, because SQLite answers within one turn of the event loop.
 */
export type NarrowStatements = Readonly<{
  /** Takes seller, key, the number before, how many to look at, residuals, limit, offset and seller. Columns as above. */
  findRows: string
  /**
   * Takes residuals, seller, key, the number before and how many to look at. Gives how many it looked at, the greatest
   * number of those and how many meet the residuals.
   */
  measureBlock: string
}>

/** The statements for a key and residuals; built once per shape. */
export function narrowStatements(key: NarrowKey, residuals: readonly Residual[]): NarrowStatements {
  const shape = `${key} ${residuals.join(' ')}`
  const known = shapes.get(shape)
  if (known !== undefined) return known
  const built = buildNarrow(key, residuals)
  shapes.set(shape, built)
  return built
}

const shapes = new Map<string, NarrowStatements>()

function buildNarrow(key: NarrowKey, residuals: readonly Residual[]): NarrowStatements {
  const block = `FROM coupon WHERE seller_id = ? AND ${key} = ? AND seq > ? ORDER BY seq LIMIT ?`
  const tests = residuals.map((residual) => `${residual} = ?`).join(' AND ')
  const numbers = `SELECT seq FROM (SELECT ${['seq', ...residuals].join(', ')} ${block}) listed
    ${tests === '' ? '' : `WHERE ${tests}`} ORDER BY seq LIMIT ? OFFSET ?`
  return {
    // Numbers first: what is skipped is skipped on the key, and only the page's own rows are fetched.
    findRows: `SELECT ${columnsUnder(key, 'c.')} FROM (${numbers}) page
      JOIN coupon c ON c.seller_id = ? AND c.seq = page.seq ORDER BY page.seq`,
    measureBlock: `SELECT COUNT(*), MAX(seq), COUNT(is_match) FROM (
      SELECT seq, ${tests === '' ? '1' : `CASE WHEN ${tests} THEN 1 END`} AS is_match ${block}) listed`,
  }
}

function firstUnder(key: NarrowKey): string {
  return `SELECT ${columnsUnder(key, '')} FROM coupon WHERE seller_id = ? AND ${key} = ? ORDER BY seq LIMIT ?`
}

function columnsUnder(key: NarrowKey, prefix: string): string {
  const columns = key === 'phone_index' ? couponColumns : [...couponColumns, 'phone_index']
  return columns.map((column) => `${prefix}${column}`).join(', ')
}
