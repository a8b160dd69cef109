import { inListTexts } from '../sql/in-list.ts'

/** Columns that make a coupon, in the order in which rows carry them. `phone_index` is left out when it is known. */
export const couponColumns = [
  'seq',
  'coupon_code',
  'state_code',
  'hold_until_ms',
  'hold_order',
  'channel',
  'card_no',
  'coupon_id',
  'coupon_name',
  'coupon_amount',
  'order_amount',
  'start_date',
  'end_date',
  'bill_date',
  'description',
  'shop',
  'category',
  'attribute',
] as const

const coupon = couponColumns.join(', ')
const couponWithPhoneIndex = `${coupon}, phone_index`

/**
 * Takes the columns of a coupon with its phone index, then seller, channel number, version, time of issue, version of
 * the template, state at issue, number of the event and the day after which it may expire.
 */
export const insertCoupon = `INSERT INTO coupon (${couponWithPhoneIndex}, seller_id, channel_seq, version, issued_at_ms,
  template_version, issued_state, issued_event_seq, expiry_due)
  VALUES (${Array(couponColumns.length + 9)
    .fill('?')
    .join(', ')})`

/** Takes seller, first and last number. */
export const findCouponsBySeq = `SELECT ${couponWithPhoneIndex} FROM coupon
  WHERE seller_id = ? AND seq BETWEEN ? AND ? ORDER BY seq`

/** Takes seller, channel, first and last number in the channel. Within a channel both numbers rise together. */
export const findCouponsByChannelSeq = `SELECT ${couponWithPhoneIndex} FROM coupon
  WHERE seller_id = ? AND channel = ? AND channel_seq BETWEEN ? AND ? ORDER BY channel_seq`

/** Takes seller and codes. After the phone index comes the last usable day as issued, if a return moved it. */
export const findCouponsByCodes = inListTexts(
  (marks) =>
    `SELECT ${couponWithPhoneIndex}, issued_end_date FROM coupon WHERE seller_id = ? AND coupon_code IN (${marks})`,
)

/** Statements over the coupons under one narrow key, each with residual filters. */
export type NarrowStatements = Readonly<{
  /** Takes seller, key, residuals, least `seq`, limit. */
  findPage: string
  /** Takes seller, key, residuals, offset: the `seq` of the coupon after so many. */
  findSeqAt: string
  /** Takes seller, key, residuals. */
  count: string
}>

/** The column whose key finds the coupons. */
export type NarrowKey = 'coupon_code' | 'phone_index' | 'card_no'
/** Columns that may be filtered besides. */
export type Residual = 'channel' | 'phone_index' | 'card_no'

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
  const where = [`seller_id = ?`, `${key} = ?`, ...residuals.map(residualTest)].join(' AND ')
  const columns = key === 'phone_index' || residuals.includes('phone_index') ? coupon : couponWithPhoneIndex
  return {
    findPage: `SELECT ${columns} FROM coupon WHERE ${where} AND seq >= ? ORDER BY seq LIMIT ?`,
    findSeqAt: `SELECT seq FROM coupon WHERE ${where} ORDER BY seq LIMIT 1 OFFSET ?`,
    count: `SELECT COUNT(*) FROM coupon WHERE ${where}`,
  }
}

/**
 * COALESCE keeps a residual from being taken for a key: whatever the statistics say, the wide channel key must not win
 * over the narrow one.
 */
function residualTest(residual: Residual): string {
  return `COALESCE(${residual}, '') = ?`
}
