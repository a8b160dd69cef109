import type { DdlProfile } from '#database/ddl-profile'
import type { Migration } from '#database/migrate'

/** Keeps shorter periods of retention that were set at the console until they take effect. */
export const keepRetentionWaits: Migration = {
  version: 5,
  statements: ({ keyedSellerTableEnd }: DdlProfile) => [
    `CREATE TABLE IF NOT EXISTS retention_wait (
      seller_id VARCHAR(64) NOT NULL,
      request_days BIGINT,
      member_days BIGINT,
      event_days BIGINT,
      asked_by VARCHAR(128) NOT NULL,
      asked_at_ms BIGINT NOT NULL,
      due_ms BIGINT NOT NULL,
      PRIMARY KEY (seller_id)
    )${keyedSellerTableEnd}`,
  ],
}
