import type { DdlProfile } from '#database/ddl-profile'
import type { Migration } from '#database/migrate'

/**
 * Keeps with a code of OAuth all that it gave, in rows of one `code_digest`: refresh tokens, and as `session` the sessions of
 * `app_session` that have the same digest. Used codes and tokens stay, so that a second use is seen. Rows from before have no
 * code; they go, and their apps ask for another authorization. The set is sealed again when the store is opened.
 * `app_secret_reader` keeps who created an app at the console or was shown a secret of it.
 */
export const keepConsents: Migration = { version: 3, statements: consentStatements }

function consentStatements({ binary, longText, tableEnd, keyedTableEnd, createIndex }: DdlProfile): readonly string[] {
  return [
    'DROP TABLE IF EXISTS oauth_grant',
    `CREATE TABLE oauth_grant (
      grant_digest ${binary(32)} NOT NULL,
      grant_kind VARCHAR(16) NOT NULL,
      code_digest ${binary(32)} NOT NULL,
      app_key VARCHAR(64) NOT NULL,
      seller_id VARCHAR(64) NOT NULL,
      operator_name VARCHAR(64) NOT NULL,
      redirect_uri ${longText},
      code_challenge VARCHAR(64),
      used_at_ms BIGINT,
      expires_at_ms BIGINT NOT NULL,
      created_at_ms BIGINT NOT NULL,
      PRIMARY KEY (grant_digest)
    )${tableEnd}`,
    createIndex('INDEX', 'oauth_grant_by_code ON oauth_grant (code_digest)'),
    "DELETE FROM sealed_set WHERE set_name = 'oauth_grant'",
    `CREATE TABLE IF NOT EXISTS app_secret_reader (
      app_key VARCHAR(64) NOT NULL,
      operator_name VARCHAR(64) NOT NULL,
      read_at_ms BIGINT NOT NULL,
      PRIMARY KEY (app_key, operator_name)
    )${keyedTableEnd}`,
  ]
}
