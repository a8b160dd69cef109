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
