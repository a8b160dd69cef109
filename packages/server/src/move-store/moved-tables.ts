import { appColumns } from '#store/tables/app-statements'
import { couponColumns } from '#store/tables/coupon-statements'
import { eventColumns } from '#store/tables/event-statements'

/** A table of the store as a move sees it. */
export type MovedTable = Readonly<{
  name: string
  /** All of its columns. */
  columns: readonly string[]
  /** Its primary key, `seller_id` first where it is copied seller by seller. */
  key: readonly string[]
  isOfSeller: boolean
}>

const table = (name: string, key: readonly string[], others: readonly string[]): MovedTable => {
  return { name, key, columns: [...key, ...others], isOfSeller: true }
}

const shared = (name: string, key: readonly string[], others: readonly string[]): MovedTable => {
  return { ...table(name, key, others), isOfSeller: false }
}

/** Coupons and events are many and copied by their numbers. */
export const couponTable: MovedTable = table(
  'coupon',
  ['seller_id', 'seq'],
  [
    ...couponColumns.filter((column) => column !== 'seq'),
    ...['phone_index', 'channel_seq', 'version', 'issued_at_ms'],
    ...['used_order', 'used_at_ms', 'used_shop', 'redemption_id', 'return_count', 'template_version'],
    ...['issued_state', 'issued_end_date', 'issued_event_seq', 'expiry_due'],
  ],
)
export const eventTable: MovedTable = table(
  'chain_event',
  ['seller_id', 'event_seq'],
  eventColumns.filter((column) => column !== 'seller_id' && column !== 'event_seq'),
)

/** A redemption's events name it, a phone comes with the coupons that have it, so these are copied beside both. */
export const redemptionTable: MovedTable = table(
  'redemption',
  ['seller_id', 'redemption_id'],
  ['coupon_seq', 'order_id', 'at_ms', 'shop', 'returned_at_ms', 'return_reason'],
)
export const phoneTable: MovedTable = table('member_phone', ['seller_id', 'phone_index'], ['phone_sealed', 'member_id'])

/** Rows of calls: as many as there were writes, none of them ever changed. */
export const requestTable: MovedTable = table(
  'out_request',
  ['seller_id', 'request_no', 'part'],
  ['content_digest', 'answer_text', 'done_at_ms', 'sign_digest', 'call_digest'],
)

/** Seller data that changes in place and is compared whole. */
export const comparedSellerTables: readonly MovedTable[] = [
  table('counter', ['seller_id', 'counter_name'], ['counter_value', 'version']),
  table('event_head', ['seller_id'], ['newest_seq', 'newest_hash', 'request_count', 'request_sum', 'seal']),
  table('coupon_template', ['seller_id', 'coupon_id'], ['version', 'closed_at_ms', 'counts_stock', 'counts_members']),
  table('template_version', ['seller_id', 'coupon_id', 'version'], ['terms_text', 'saved_at_ms']),
  table('template_stock', ['seller_id', 'coupon_id'], ['taken_total', 'day_text', 'taken_day']),
  table('used_sign', ['seller_id', 'sign_digest'], ['call_digest', 'expires_at_ms']),
  table('member_usage', ['seller_id', 'coupon_id', 'member_key'], ['taken_total', 'day_text', 'taken_day']),
  table(
    'webhook',
    ['seller_id', 'webhook_id'],
    [
      ...['url', 'secret_sealed', 'created_at_ms', 'cursor_seq', 'started_at_ms', 'failures', 'next_attempt_ms'],
      ...['last_error', 'last_error_at_ms', 'acknowledged_at_ms', 'skipped_events', 'lease_owner', 'lease_until_ms'],
    ],
  ),
]

/** The rest, which is few. */
export const sharedTables: readonly MovedTable[] = [
  shared('seller', ['seller_id'], ['seller_name', 'created_at_ms']),
  shared('app', ['app_key'], appColumns),
  shared('app_seller', ['app_key', 'seller_id'], ['list_place']),
  shared('app_session', ['token_digest'], ['app_key', 'seller_id', 'expires_at_ms', 'created_at_ms']),
  shared('sealed_set', ['set_name'], ['version', 'row_count', 'row_sum', 'seal']),
  shared('usage_day', ['app_key', 'day_text'], ['calls']),
]

/**
 * Tables that take another name while a store must not be written to. Every write of seller data needs the first; the others are
 * what else a server writes.
 */
export const fencedTables = ['event_head', 'out_request', 'usage_day', 'webhook', 'sealed_set'] as const

/** The name of a fenced table. */
export function fencedName(name: string): string {
  return `${name}_moved`
}
