import type { DdlProfile } from '#database/ddl-profile'

/**
 * Calls that were refused, found by the number of their answer. `event_seq` is the seller's newest event after the call. `content_sealed` is
 * what was sent, sealed with the key of the member `key_no`, or of nobody; NULL where the member is erased, or it was too large.
 */
export function refusalTables({ keyedSellerTableEnd, longBinary, createIndex }: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE refused_call (
      seller_id VARCHAR(64) NOT NULL,
      request_id VARCHAR(64) NOT NULL,
      method VARCHAR(64) NOT NULL,
      app_key VARCHAR(64) NOT NULL,
      at_ms BIGINT NOT NULL,
      event_seq BIGINT,
      error_code VARCHAR(64) NOT NULL,
      key_no BIGINT NOT NULL,
      content_sealed ${longBinary},
      PRIMARY KEY (seller_id, request_id)
    )${keyedSellerTableEnd}`,
    createIndex('INDEX', 'refused_call_by_time ON refused_call (seller_id, at_ms)'),
  ]
}
