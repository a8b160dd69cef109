/** The three texts over one counter of what was taken. */
export type TakingStatements = Readonly<{
  /**
   * Takes the values of `takingValues` with the counter's key: counts what is taken if it fits into both limits. The
   * day is set last, because some engines compute each assignment from those before it. A day that lies before the
   * counted one (a clock that lags) counts for the counted one.
   */
  take: string
  /** Takes the counter's key: what was taken in all, the counted day, and what was taken on it. */
  find: string
  /** Takes the counter's key, taken in all, day, and taken on it. */
  insert: string
}>

/** Key: seller and template. */
export const stockStatements: TakingStatements = takingStatements('template_stock', ['seller_id', 'coupon_id'])

/** Key: seller, template and member. */
export const memberStatements: TakingStatements = takingStatements('member_usage', [
  'seller_id',
  'coupon_id',
  'member_key',
])

/** Takes the start of the day, seller and template: coupons claimed in all and since then. */
export const countClaimed = countClaims('coupon_id = ?')

/** Takes the start of the day, seller, phone index and template. */
export const countClaimedByPhone = countClaims("phone_index = ? AND COALESCE(coupon_id, '') = ?")

/** Takes the start of the day, seller, card and template. */
export const countClaimedByCard = countClaims("card_no = ? AND COALESCE(coupon_id, '') = ?")

function takingStatements(table: string, key: readonly string[]): TakingStatements {
  const where = key.map((column) => `${column} = ?`).join(' AND ')
  return {
    take: `UPDATE ${table} SET taken_total = taken_total + ?,
      taken_day = CASE WHEN day_text >= ? THEN taken_day ELSE 0 END + ?,
      day_text = CASE WHEN day_text >= ? THEN day_text ELSE ? END
      WHERE ${where} AND taken_total + ? <= ? AND CASE WHEN day_text >= ? THEN taken_day ELSE 0 END + ? <= ?`,
    find: `SELECT taken_total, day_text, taken_day FROM ${table} WHERE ${where}`,
    insert: `INSERT INTO ${table} (${key.join(', ')}, taken_total, day_text, taken_day)
      VALUES (${key.map(() => '?').join(', ')}, ?, ?, ?)`,
  }
}

function countClaims(where: string): string {
  return `SELECT COUNT(*), COALESCE(SUM(CASE WHEN issued_at_ms >= ? THEN 1 ELSE 0 END), 0) FROM coupon
    WHERE seller_id = ? AND ${where} AND template_version IS NOT NULL`
}
