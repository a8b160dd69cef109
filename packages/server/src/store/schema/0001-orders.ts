import type { DdlProfile } from '#database/ddl-profile'

/**
 * Orders that ERPs sync. `list_place` puts them in order of their day and number. `content_sealed` is the order as it was sent, sealed with
 * the key of the member `key_no`, or of nobody. `event_seq` is the `order_synced` event of the newest version. `versions_text` is what the versions so far said about coupons.
 * `reconcile_since_ms` is NULL unless the coupon could not be redeemed. `outcome` is written out, since few rows are read.
 */
export function orderTables(profile: DdlProfile): readonly string[] {
  const { sellerTableEnd, keyedSellerTableEnd, longBinary, longText, createIndex } = profile
  return [
    `CREATE TABLE shop_order (
      seller_id VARCHAR(64) NOT NULL,
      order_no BIGINT NOT NULL,
      order_id VARCHAR(64) NOT NULL,
      list_place BIGINT NOT NULL,
      phone_ref BIGINT,
      card_ref BIGINT,
      status VARCHAR(64),
      shop VARCHAR(64),
      channel VARCHAR(64),
      paid_fen BIGINT NOT NULL,
      delivery_fen BIGINT,
      created_at_ms BIGINT NOT NULL,
      paid_at_ms BIGINT,
      stamp_ms BIGINT,
      synced_at_ms BIGINT NOT NULL,
      event_seq BIGINT NOT NULL,
      version BIGINT NOT NULL,
      key_no BIGINT NOT NULL,
      versions_text ${longText} NOT NULL,
      content_sealed ${longBinary} NOT NULL,
      PRIMARY KEY (seller_id, order_no)
    )${sellerTableEnd}`,
    createIndex('UNIQUE INDEX', 'shop_order_by_id ON shop_order (seller_id, order_id)'),
    createIndex('UNIQUE INDEX', 'shop_order_by_place ON shop_order (seller_id, list_place)'),
    createIndex('INDEX', 'shop_order_by_phone ON shop_order (seller_id, phone_ref, list_place, card_ref)'),
    createIndex('INDEX', 'shop_order_by_card ON shop_order (seller_id, card_ref, list_place)'),
    `CREATE TABLE shop_order_line (
      seller_id VARCHAR(64) NOT NULL,
      order_no BIGINT NOT NULL,
      line_no INTEGER NOT NULL,
      goods_id VARCHAR(64) NOT NULL,
      category VARCHAR(64),
      quantity_milli BIGINT,
      price_fen BIGINT NOT NULL,
      paid_fen BIGINT NOT NULL,
      refund_fen BIGINT,
      insured_fen BIGINT,
      drug_class VARCHAR(8),
      PRIMARY KEY (seller_id, order_no, line_no)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE shop_order_coupon (
      seller_id VARCHAR(64) NOT NULL,
      order_no BIGINT NOT NULL,
      coupon_code VARCHAR(64) NOT NULL,
      outcome VARCHAR(16) NOT NULL,
      problem VARCHAR(32),
      redemption_id VARCHAR(32),
      cycles BIGINT NOT NULL,
      reconcile_since_ms BIGINT,
      PRIMARY KEY (seller_id, order_no, coupon_code)
    )${sellerTableEnd}`,
    createIndex('INDEX', 'shop_order_coupon_by_mark ON shop_order_coupon (seller_id, reconcile_since_ms, order_no)'),
  ]
}

/**
 * Redemptions that tills report after they were offline, whatever became of them. `coupon_seq` is NULL if no coupon has the code.
 * `winner_id` is the redemption that counts for the coupon. `off_fen` and `split_text` are what the rules give, `till_off_fen` what the
 * till says that it gave. `event_seq` is the event of the verdict.
 */
export function redemptionUploadTables({ sellerTableEnd, longText, createIndex }: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE redemption_upload (
      seller_id VARCHAR(64) NOT NULL,
      redemption_id VARCHAR(32) NOT NULL,
      coupon_code VARCHAR(64) NOT NULL,
      coupon_seq BIGINT,
      order_id VARCHAR(64) NOT NULL,
      shop VARCHAR(64),
      at_ms BIGINT NOT NULL,
      uploaded_at_ms BIGINT NOT NULL,
      actor VARCHAR(128) NOT NULL,
      request_no VARCHAR(64) NOT NULL,
      verdict VARCHAR(16) NOT NULL,
      problem VARCHAR(32),
      winner_id VARCHAR(32),
      event_seq BIGINT NOT NULL,
      order_fen BIGINT,
      till_off_fen BIGINT,
      off_fen BIGINT,
      split_text ${longText},
      PRIMARY KEY (seller_id, redemption_id)
    )${sellerTableEnd}`,
    createIndex('INDEX', 'redemption_upload_by_coupon ON redemption_upload (seller_id, coupon_seq, redemption_id)'),
    createIndex('INDEX', 'redemption_upload_by_order ON redemption_upload (seller_id, order_id, verdict)'),
    createIndex(
      'INDEX',
      'redemption_upload_by_verdict ON redemption_upload (seller_id, verdict, at_ms, redemption_id)',
    ),
  ]
}

/**
 * What coupons were redeemed on, and what came back. `order_id` is as in `redemption`. A sale has one row, so that a redemption writes few: its lines
 * are a text. `paid_fen` is what the member paid. `refund_fen` is NULL where that is not known; `off_fen` is what the return took back of
 * coupons. `event_seq` of a return is its event
 * `goods_returned`.
 */
export function saleTables({ keyedSellerTableEnd, longText, createIndex }: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE sale (
      seller_id VARCHAR(64) NOT NULL,
      order_id VARCHAR(64) NOT NULL,
      sale_no BIGINT NOT NULL,
      version BIGINT NOT NULL,
      at_ms BIGINT NOT NULL,
      shop VARCHAR(64),
      paid_fen BIGINT NOT NULL,
      threshold_base VARCHAR(16) NOT NULL,
      insured VARCHAR(16) NOT NULL,
      lines_text ${longText} NOT NULL,
      redemptions_text ${longText} NOT NULL,
      PRIMARY KEY (seller_id, order_id, sale_no)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE sale_return (
      seller_id VARCHAR(64) NOT NULL,
      order_id VARCHAR(64) NOT NULL,
      sale_no BIGINT NOT NULL,
      return_no BIGINT NOT NULL,
      event_seq BIGINT NOT NULL,
      at_ms BIGINT NOT NULL,
      shop VARCHAR(64),
      refund_fen BIGINT,
      off_fen BIGINT NOT NULL,
      lines_text ${longText} NOT NULL,
      coupons_text ${longText} NOT NULL,
      gifts_text ${longText} NOT NULL,
      PRIMARY KEY (seller_id, order_id, sale_no, return_no)
    )${keyedSellerTableEnd}`,
    createIndex('INDEX', 'sale_return_by_time ON sale_return (seller_id, at_ms, shop)'),
  ]
}

/**
 * Calls that were refused, found by the number of their answer. `event_seq` is the seller's newest event after the call. `content_sealed` is
 * what was sent, sealed with the key of the member `key_no`, or of nobody; NULL where the member is erased, or it was too large.
 * `order_digest` is a keyed digest of the order's id, by which an order that is tried again counts once, and `order_fen` what the order costs
 * before coupons; both are NULL where the call does not say it.
 */
export function refusalTables({ keyedSellerTableEnd, binary, longBinary, createIndex }: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE refused_call (
      seller_id VARCHAR(64) NOT NULL,
      request_id VARCHAR(64) NOT NULL,
      method VARCHAR(64) NOT NULL,
      app_key VARCHAR(64) NOT NULL,
      at_ms BIGINT NOT NULL,
      event_seq BIGINT,
      error_code VARCHAR(64) NOT NULL,
      order_digest ${binary(16)},
      order_fen BIGINT,
      key_no BIGINT NOT NULL,
      content_sealed ${longBinary},
      PRIMARY KEY (seller_id, request_id)
    )${keyedSellerTableEnd}`,
    createIndex('INDEX', 'refused_call_by_time ON refused_call (seller_id, at_ms)'),
  ]
}
