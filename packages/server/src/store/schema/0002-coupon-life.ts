import type { DdlProfile } from '#database/ddl-profile'
import type { Migration } from '#database/migrate'
import { recordCouponsOfBefore } from './record-coupons-of-before.ts'

/** What a coupon lives through: who used it, what a return moved, and the events, requests and templates behind it. */
export const createCouponLifecycle: Migration = {
  version: 2,
  statements: (profile) => [
    ...couponColumns.map((column) => `ALTER TABLE coupon ADD ${column}`),
    'UPDATE coupon SET issued_state = state_code WHERE state_code <> 0',
    'UPDATE coupon SET expiry_due = end_date WHERE state_code = 0',
    profile.createIndex('INDEX', 'coupon_by_expiry ON coupon (seller_id, expiry_due, seq)'),
    profile.createIndex('INDEX', 'coupon_by_template ON coupon (seller_id, coupon_id, seq)'),
    ...eventTables(profile),
    profile.createIndex('INDEX', 'event_by_coupon ON chain_event (seller_id, coupon_seq, event_seq)'),
    ...writeTables(profile),
    ...templateTables(profile),
  ],
  convert: recordCouponsOfBefore,
}

/** `issued_*` is what stands in the event where a later step moved it; `issued_end_date` only if one did. */
const couponColumns = [
  'used_order VARCHAR(64)',
  'used_at_ms BIGINT',
  'used_shop VARCHAR(64)',
  'redemption_id VARCHAR(32)',
  'return_count BIGINT NOT NULL DEFAULT 0',
  'template_version BIGINT',
  'issued_state INTEGER NOT NULL DEFAULT 0',
  'issued_end_date CHAR(10)',
  'issued_event_seq BIGINT NOT NULL DEFAULT 0',
  /** The last usable day, until the `expired` event was written or the coupon can no longer expire. */
  'expiry_due CHAR(10)',
]

/** A row of `chain_event` spans `event_count` numbers and is kept under the last of them. */
function eventTables({ binary, keyedSellerTableEnd, longText }: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE event_head (
      seller_id VARCHAR(64) NOT NULL,
      newest_seq BIGINT NOT NULL,
      newest_hash ${binary(32)} NOT NULL,
      PRIMARY KEY (seller_id)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE chain_event (
      seller_id VARCHAR(64) NOT NULL,
      event_seq BIGINT NOT NULL,
      event_count BIGINT NOT NULL,
      kind VARCHAR(16) NOT NULL,
      coupon_seq BIGINT,
      first_coupon_seq BIGINT,
      coupon_code VARCHAR(64),
      coupon_id VARCHAR(64),
      at_ms BIGINT NOT NULL,
      actor VARCHAR(128) NOT NULL,
      request_id VARCHAR(64),
      before_text ${longText},
      after_text ${longText},
      hash ${binary(32)} NOT NULL,
      PRIMARY KEY (seller_id, event_seq)
    )${keyedSellerTableEnd}`,
  ]
}

function writeTables({ binary, keyedSellerTableEnd, longText }: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE out_request (
      seller_id VARCHAR(64) NOT NULL,
      request_no VARCHAR(64) NOT NULL,
      part INTEGER NOT NULL,
      content_digest ${binary(32)} NOT NULL,
      answer_text ${longText} NOT NULL,
      done_at_ms BIGINT NOT NULL,
      PRIMARY KEY (seller_id, request_no, part)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE redemption (
      seller_id VARCHAR(64) NOT NULL,
      redemption_id VARCHAR(32) NOT NULL,
      coupon_seq BIGINT NOT NULL,
      order_id VARCHAR(64) NOT NULL,
      at_ms BIGINT NOT NULL,
      shop VARCHAR(64),
      returned_at_ms BIGINT,
      return_reason VARCHAR(256),
      PRIMARY KEY (seller_id, redemption_id)
    )${keyedSellerTableEnd}`,
  ]
}

function templateTables({ keyedSellerTableEnd, longText }: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE coupon_template (
      seller_id VARCHAR(64) NOT NULL,
      coupon_id VARCHAR(64) NOT NULL,
      version BIGINT NOT NULL,
      closed_at_ms BIGINT,
      counts_stock INTEGER NOT NULL,
      counts_members INTEGER NOT NULL,
      PRIMARY KEY (seller_id, coupon_id)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE template_version (
      seller_id VARCHAR(64) NOT NULL,
      coupon_id VARCHAR(64) NOT NULL,
      version BIGINT NOT NULL,
      terms_text ${longText} NOT NULL,
      saved_at_ms BIGINT NOT NULL,
      PRIMARY KEY (seller_id, coupon_id, version)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE template_stock (
      seller_id VARCHAR(64) NOT NULL,
      coupon_id VARCHAR(64) NOT NULL,
      taken_total BIGINT NOT NULL,
      day_text CHAR(10) NOT NULL,
      taken_day BIGINT NOT NULL,
      PRIMARY KEY (seller_id, coupon_id)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE member_usage (
      seller_id VARCHAR(64) NOT NULL,
      coupon_id VARCHAR(64) NOT NULL,
      member_key VARCHAR(80) NOT NULL,
      taken_total BIGINT NOT NULL,
      day_text CHAR(10) NOT NULL,
      taken_day BIGINT NOT NULL,
      PRIMARY KEY (seller_id, coupon_id, member_key)
    )${keyedSellerTableEnd}`,
  ]
}
