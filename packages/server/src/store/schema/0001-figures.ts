import type { DdlProfile } from '#database/ddl-profile'

/**
 * Sums over the events of a seller up to `counted_seq`, whose event has `counted_hash`. `scope` of a day: 0 its coupons by id and channel, 1
 * its shops, 2 both, for what happens in shops. Blank names stand for none, `*` for all names past those in `figure_name`. `counted_seq` is -1
 * while the figures are being removed, to be counted anew.
 */
export function figureTables({
  binary,
  sellerTableEnd,
  keyedSellerTableEnd,
  createIndex,
}: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE figure_cursor (
      seller_id VARCHAR(64) NOT NULL,
      counted_seq BIGINT NOT NULL,
      counted_hash ${binary(32)} NOT NULL,
      counted_at_ms BIGINT NOT NULL,
      missing_seq BIGINT NOT NULL,
      PRIMARY KEY (seller_id)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE figure_name (
      seller_id VARCHAR(64) NOT NULL,
      name_kind VARCHAR(16) NOT NULL,
      name VARCHAR(64) NOT NULL,
      PRIMARY KEY (seller_id, name_kind, name)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE figure_day (
      seller_id VARCHAR(64) NOT NULL,
      scope INTEGER NOT NULL,
      day_text CHAR(10) NOT NULL,
      coupon_id VARCHAR(64) NOT NULL,
      channel VARCHAR(64) NOT NULL,
      shop VARCHAR(64) NOT NULL,
      issued BIGINT NOT NULL,
      claimed BIGINT NOT NULL,
      held BIGINT NOT NULL,
      redeemed BIGINT NOT NULL,
      returned BIGINT NOT NULL,
      voided BIGINT NOT NULL,
      expired BIGINT NOT NULL,
      priced BIGINT NOT NULL,
      off_fen BIGINT NOT NULL,
      returned_fen BIGINT NOT NULL,
      orders BIGINT NOT NULL,
      order_fen BIGINT NOT NULL,
      used_of_issued BIGINT NOT NULL,
      days_to_redeem BIGINT NOT NULL,
      within_0 BIGINT NOT NULL,
      within_3 BIGINT NOT NULL,
      within_7 BIGINT NOT NULL,
      within_14 BIGINT NOT NULL,
      within_30 BIGINT NOT NULL,
      later BIGINT NOT NULL,
      PRIMARY KEY (seller_id, scope, day_text, coupon_id, channel, shop)
    )${sellerTableEnd}`,
    createIndex('INDEX', 'figure_day_by_coupon ON figure_day (seller_id, scope, coupon_id, day_text)'),
    createIndex('INDEX', 'figure_day_by_shop ON figure_day (seller_id, scope, shop, day_text)'),
    `CREATE TABLE figure_outstanding (
      seller_id VARCHAR(64) NOT NULL,
      end_date CHAR(10) NOT NULL,
      coupon_id VARCHAR(64) NOT NULL,
      channel VARCHAR(64) NOT NULL,
      coupons BIGINT NOT NULL,
      worst_fen BIGINT NOT NULL,
      uncapped BIGINT NOT NULL,
      PRIMARY KEY (seller_id, end_date, coupon_id, channel)
    )${keyedSellerTableEnd}`,
  ]
}

/**
 * Reports of days, which are computed from other tables again and again while orders may still arrive. `due_ms` is when the next computation is due, or
 * until when a program is at it; the columns after it are NULL until the first one.
 */
export function reconciliationTables({ keyedSellerTableEnd, longText }: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE reconciliation_report (
      seller_id VARCHAR(64) NOT NULL,
      day_text CHAR(10) NOT NULL,
      due_ms BIGINT NOT NULL,
      computed_at_ms BIGINT,
      through_seq BIGINT,
      pending_count BIGINT,
      deadline_ms BIGINT,
      report_text ${longText},
      PRIMARY KEY (seller_id, day_text)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE reconciliation_finding (
      seller_id VARCHAR(64) NOT NULL,
      day_text CHAR(10) NOT NULL,
      finding_no BIGINT NOT NULL,
      finding_text ${longText} NOT NULL,
      PRIMARY KEY (seller_id, day_text, finding_no)
    )${keyedSellerTableEnd}`,
  ]
}
