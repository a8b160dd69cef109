import type { DdlProfile } from '#database/ddl-profile'

/**
 * People who sign in to the console. `totp_step` is the time step of the code that was used last. `attempt_digest` is a keyed digest of
 * a name or an address, since people type passwords where names belong.
 */
export function operatorTables({
  binary,
  longText,
  tableEnd,
  keyedTableEnd,
  createIndex,
}: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE operator (
      operator_name VARCHAR(64) NOT NULL,
      display_name VARCHAR(128) NOT NULL,
      is_enabled INTEGER NOT NULL,
      password_hash VARCHAR(255) NOT NULL,
      must_change_password INTEGER NOT NULL,
      password_ends_at_ms BIGINT,
      totp_sealed ${binary(255)},
      totp_step BIGINT,
      created_at_ms BIGINT NOT NULL,
      created_by VARCHAR(128) NOT NULL,
      version BIGINT NOT NULL,
      PRIMARY KEY (operator_name)
    )${keyedTableEnd}`,
    `CREATE TABLE operator_role (
      operator_name VARCHAR(64) NOT NULL,
      seller_id VARCHAR(64) NOT NULL,
      role_name VARCHAR(32) NOT NULL,
      shops_text ${longText},
      PRIMARY KEY (operator_name, seller_id)
    )${keyedTableEnd}`,
    `CREATE TABLE operator_session (
      token_digest ${binary(32)} NOT NULL,
      operator_name VARCHAR(64) NOT NULL,
      created_at_ms BIGINT NOT NULL,
      seen_at_ms BIGINT NOT NULL,
      expires_at_ms BIGINT NOT NULL,
      PRIMARY KEY (token_digest)
    )${tableEnd}`,
    createIndex('INDEX', 'operator_session_by_name ON operator_session (operator_name)'),
    `CREATE TABLE sign_in_attempt (
      attempt_digest ${binary(32)} NOT NULL,
      failures BIGINT NOT NULL,
      refused_until_ms BIGINT NOT NULL,
      last_at_ms BIGINT NOT NULL,
      PRIMARY KEY (attempt_digest)
    )${tableEnd}`,
    createIndex('INDEX', 'sign_in_attempt_by_time ON sign_in_attempt (last_at_ms)'),
  ]
}
