import Database from 'better-sqlite3'

/** A coupon as in the table and on the wire: a text per member. */
export type PlainCoupon = Readonly<Record<(typeof columns)[number], string>>

/** The members of a coupon in wire order. */
export const columns = [
  ...(['status', 'start_date', 'serller_id', 'phone', 'order_amount', 'end_date', 'describe', 'coupon_name'] as const),
  ...(['coupon_id', 'coupon_code', 'coupon_amount', 'channel', 'card_no', 'bill_date', 'attribute'] as const),
  ...(['shop', 'category'] as const),
] as const

/** Creates the table with an index per filter, and fills it. */
export function createCouponTable(file: string, coupons: Iterable<PlainCoupon>): void {
  const database = new Database(file)
  database.pragma('journal_mode = WAL')
  database.exec(`
    CREATE TABLE coupon (id INTEGER PRIMARY KEY, ${columns.map((column) => `"${column}" TEXT`).join(', ')});
    CREATE UNIQUE INDEX coupon_by_code ON coupon (serller_id, coupon_code);
    CREATE INDEX coupon_by_phone ON coupon (serller_id, phone);
    CREATE INDEX coupon_by_card ON coupon (serller_id, card_no);
    CREATE INDEX coupon_by_channel ON coupon (serller_id, channel);`)
  const insert = database.prepare(
    `INSERT INTO coupon (${columns.map((column) => `"${column}"`).join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`,
  )
  database.transaction(() => {
    for (const coupon of coupons) insert.run(coupon)
  })()
  database.close()
}
