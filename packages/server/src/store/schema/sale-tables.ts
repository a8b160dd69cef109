import type { DdlProfile } from '#database/ddl-profile'

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
