import type { DdlProfile } from '#database/ddl-profile'

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
