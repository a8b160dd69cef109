import type { DdlProfile } from '#database/ddl-profile'

/** The tables of the store itself. */
export function storeTables({ binary, keyedTableEnd }: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE store_property (
      property_name VARCHAR(64) NOT NULL,
      content ${binary(255)} NOT NULL,
      PRIMARY KEY (property_name)
    )${keyedTableEnd}`,
    `CREATE TABLE store_key (
      generation BIGINT NOT NULL,
      step INTEGER NOT NULL,
      key_check ${binary(32)} NOT NULL,
      forward_sealed ${binary(255)},
      backward_sealed ${binary(1000)},
      started_at_ms BIGINT NOT NULL,
      ended_at_ms BIGINT,
      version BIGINT NOT NULL,
      PRIMARY KEY (generation)
    )${keyedTableEnd}`,
    `CREATE TABLE sealed_set (
      set_name VARCHAR(64) NOT NULL,
      generation BIGINT NOT NULL,
      version BIGINT NOT NULL,
      row_count BIGINT NOT NULL,
      row_sum ${binary(32)} NOT NULL,
      seal ${binary(32)},
      PRIMARY KEY (set_name)
    )${keyedTableEnd}`,
  ]
}

/** Tables of callers. */
export function accessTables(profile: DdlProfile): readonly string[] {
  const { binary, longText, tableEnd, keyedTableEnd, sellerTableEnd, keyedSellerTableEnd } = profile
  return [
    `CREATE TABLE seller (
      seller_id VARCHAR(64) NOT NULL,
      seller_name VARCHAR(128) NOT NULL,
      created_at_ms BIGINT NOT NULL,
      PRIMARY KEY (seller_id)
    )${sellerTableEnd}`,
    `CREATE TABLE retention_policy (
      seller_id VARCHAR(64) NOT NULL,
      request_days BIGINT,
      member_days BIGINT,
      event_days BIGINT,
      set_at_ms BIGINT NOT NULL,
      next_pass_ms BIGINT NOT NULL,
      unreported_requests BIGINT NOT NULL,
      unreported_members BIGINT NOT NULL,
      unreported_events BIGINT NOT NULL,
      PRIMARY KEY (seller_id)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE seller_policy (
      seller_id VARCHAR(64) NOT NULL,
      version BIGINT NOT NULL,
      policy_text TEXT NOT NULL,
      set_at_ms BIGINT NOT NULL,
      PRIMARY KEY (seller_id)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE shop_group (
      seller_id VARCHAR(64) NOT NULL,
      group_name VARCHAR(64) NOT NULL,
      version BIGINT NOT NULL,
      shops_text ${longText} NOT NULL,
      set_at_ms BIGINT NOT NULL,
      PRIMARY KEY (seller_id, group_name)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE app (
      app_key VARCHAR(64) NOT NULL,
      app_name VARCHAR(128) NOT NULL,
      is_enabled INTEGER NOT NULL,
      secret_sealed ${binary(512)} NOT NULL,
      secret_set_at_ms BIGINT NOT NULL,
      old_secret_sealed ${binary(512)},
      old_secret_ends_at_ms BIGINT,
      old_secret_used_at_ms BIGINT,
      allowed_ips TEXT NOT NULL,
      redirect_uris TEXT NOT NULL,
      preset VARCHAR(32) NOT NULL,
      allowed_methods TEXT NOT NULL,
      denied_methods TEXT NOT NULL,
      wire_charset VARCHAR(16) NOT NULL,
      masks_phones INTEGER,
      full_phones_per_hour BIGINT,
      calls_per_day BIGINT,
      calls_per_second BIGINT,
      created_at_ms BIGINT NOT NULL,
      version BIGINT NOT NULL,
      PRIMARY KEY (app_key)
    )${tableEnd}`,
    `CREATE TABLE app_seller (
      app_key VARCHAR(64) NOT NULL,
      seller_id VARCHAR(64) NOT NULL,
      list_place INTEGER NOT NULL,
      PRIMARY KEY (app_key, seller_id)
    )${keyedTableEnd}`,
    `CREATE TABLE app_session (
      token_digest ${binary(32)} NOT NULL,
      app_key VARCHAR(64) NOT NULL,
      seller_id VARCHAR(64) NOT NULL,
      expires_at_ms BIGINT NOT NULL,
      created_at_ms BIGINT NOT NULL,
      PRIMARY KEY (token_digest)
    )${keyedTableEnd}`,
    `CREATE TABLE oauth_grant (
      grant_digest ${binary(32)} NOT NULL,
      grant_kind VARCHAR(16) NOT NULL,
      app_key VARCHAR(64) NOT NULL,
      seller_id VARCHAR(64) NOT NULL,
      operator_name VARCHAR(64) NOT NULL,
      redirect_uri ${longText},
      expires_at_ms BIGINT NOT NULL,
      created_at_ms BIGINT NOT NULL,
      PRIMARY KEY (grant_digest)
    )${keyedTableEnd}`,
    `CREATE TABLE usage_day (
      app_key VARCHAR(64) NOT NULL,
      day_text CHAR(10) NOT NULL,
      calls BIGINT NOT NULL,
      PRIMARY KEY (app_key, day_text)
    )${keyedTableEnd}`,
  ]
}

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
