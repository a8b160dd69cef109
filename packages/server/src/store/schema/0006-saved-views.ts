import type { DdlProfile } from '#database/ddl-profile'
import type { Migration } from '#database/migrate'

/** Keeps the views of lists that operators saved at the console. */
export const keepSavedViews: Migration = {
  version: 6,
  statements: ({ longText, keyedTableEnd }: DdlProfile) => [
    `CREATE TABLE IF NOT EXISTS saved_view (
      operator_name VARCHAR(64) NOT NULL,
      seller_id VARCHAR(64) NOT NULL,
      list_name VARCHAR(32) NOT NULL,
      view_name VARCHAR(64) NOT NULL,
      search_text ${longText} NOT NULL,
      saved_at_ms BIGINT NOT NULL,
      PRIMARY KEY (operator_name, seller_id, list_name, view_name)
    )${keyedTableEnd}`,
  ],
}
