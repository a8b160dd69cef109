import type { Migration } from '#database/migrate'

/** Where events are sent to, how far that has come, and which process does it. */
export const createWebhooks: Migration = {
  version: 3,
  statements: ({ binary, sellerTableEnd }) => [
    `CREATE TABLE webhook (
      seller_id VARCHAR(64) NOT NULL,
      webhook_id VARCHAR(32) NOT NULL,
      url VARCHAR(2048) NOT NULL,
      secret_sealed ${binary(512)} NOT NULL,
      created_at_ms BIGINT NOT NULL,
      cursor_seq BIGINT NOT NULL,
      started_at_ms BIGINT NOT NULL,
      failures INTEGER NOT NULL,
      next_attempt_ms BIGINT NOT NULL,
      last_error VARCHAR(255),
      last_error_at_ms BIGINT,
      acknowledged_at_ms BIGINT,
      skipped_events BIGINT NOT NULL,
      lease_owner VARCHAR(64),
      lease_until_ms BIGINT NOT NULL,
      PRIMARY KEY (seller_id, webhook_id)
    )${sellerTableEnd}`,
  ],
}
