import type { DdlProfile } from '#database/ddl-profile'
import type { Migration } from '#database/migrate'

/** Keeps what people asked for until a second person decides on it. */
export const keepWaitingRequests: Migration = {
  version: 7,
  statements: ({ longText, keyedSellerTableEnd }: DdlProfile) => [
    `CREATE TABLE IF NOT EXISTS waiting_request (
      seller_id VARCHAR(64) NOT NULL,
      request_id VARCHAR(64) NOT NULL,
      subject_text ${longText} NOT NULL,
      asked_by VARCHAR(128) NOT NULL,
      asked_at_ms BIGINT NOT NULL,
      until_ms BIGINT NOT NULL,
      PRIMARY KEY (seller_id, request_id)
    )${keyedSellerTableEnd}`,
  ],
}
