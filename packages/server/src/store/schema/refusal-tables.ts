import type { DdlProfile } from '#database/ddl-profile'

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
