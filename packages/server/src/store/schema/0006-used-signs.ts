import type { Migration } from '#database/migrate'

/**
 * Which signatures writes were received with. That of a write that was done is kept in the row of its number, under a
 * unique key that decides between two servers; `used_sign` has those of refusals and repetitions, until they expire.
 */
export const createUsedSigns: Migration = {
  version: 6,
  statements: ({ binary, keyedSellerTableEnd, createIndex }) => [
    `ALTER TABLE out_request ADD sign_digest ${binary(16)}`,
    `ALTER TABLE out_request ADD call_digest ${binary(16)}`,
    createIndex('UNIQUE INDEX', 'out_request_by_sign ON out_request (seller_id, sign_digest)'),
    `CREATE TABLE used_sign (
      seller_id VARCHAR(64) NOT NULL,
      sign_digest ${binary(16)} NOT NULL,
      call_digest ${binary(16)} NOT NULL,
      expires_at_ms BIGINT NOT NULL,
      PRIMARY KEY (seller_id, sign_digest)
    )${keyedSellerTableEnd}`,
    createIndex('INDEX', 'used_sign_by_expiry ON used_sign (seller_id, expires_at_ms)'),
  ],
}
