import type { DdlProfile } from '#database/ddl-profile'
import type { Migration } from '#database/migrate'
import { createTables } from './0001.ts'

/**
 * Sums over whole tables of the seller (see `table-sums.ts`), which the seal of the head covers. NULL until a program opens the store after
 * this step.
 */
const addTableSums: Migration = {
  version: 2,
  statements: () => ['ALTER TABLE event_head ADD COLUMN table_sums VARCHAR(2000)'],
}

/**
 * Keeps with a code of OAuth all that it gave, in rows of one `code_digest`: refresh tokens, and as `session` the sessions of
 * `app_session` that have the same digest. Used codes and tokens stay, so that a second use is seen. Rows from before have no
 * code; they go, and their apps ask for another authorization. The set is sealed again when the store is opened.
 * `app_secret_reader` keeps who created an app at the console or was shown a secret of it.
 */
const keepConsents: Migration = { version: 3, statements: consentStatements }

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

/** Finds the refused calls of a member, for the member's page of the console. */
const findRefusalsByMember: Migration = {
  version: 4,
  statements: ({ createIndex }: DdlProfile) => [
    createIndex('INDEX', 'refused_call_by_member ON refused_call (seller_id, key_no, at_ms)'),
  ],
}

/** Keeps shorter periods of retention that were set at the console until they take effect. */
const keepRetentionWaits: Migration = {
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

/** Keeps the views of lists that operators saved at the console. */
const keepSavedViews: Migration = {
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

/** Keeps what people asked for until a second person decides on it. */
const keepWaitingRequests: Migration = {
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

/**
 * Takes the rows out of indexes that no look-up through them asks for: coupons without a card, coupons that can no longer expire, uses
 * that were not returned, uses without a shop, orders without a card, and coupons of orders that reconciliation need not look at. So a
 * finished coupon leaves `coupon_by_expiry`, and most redemptions are in one index less.
 */
const narrowIndexes: Migration = {
  version: 8,
  statements: ({ limitIndex }: DdlProfile) => [
    ...limitIndex('coupon_by_card ON coupon (seller_id, card_ref, seq, version)', 'card_ref'),
    ...limitIndex('coupon_by_expiry ON coupon (seller_id, expiry_due, seq)', 'expiry_due'),
    ...limitIndex('redemption_by_return ON redemption (seller_id, returned_at_ms, redemption_id)', 'returned_at_ms'),
    ...limitIndex('redemption_by_shop ON redemption (seller_id, shop, at_ms, redemption_id)', 'shop'),
    ...limitIndex('shop_order_by_card ON shop_order (seller_id, card_ref, list_place)', 'card_ref'),
    ...limitIndex(
      'shop_order_coupon_by_mark ON shop_order_coupon (seller_id, reconcile_since_ms, order_no)',
      'reconcile_since_ms',
    ),
  ],
}

/** Keeps in which language an app gets its texts; NULL: Chinese. It is sealed where it has a value. */
const keepAppLanguages: Migration = {
  version: 9,
  statements: () => ['ALTER TABLE app ADD COLUMN text_language VARCHAR(8)'],
}

/** Finds the jobs that a person created, for the view of the own ones. Jobs are few, so an insert more does not count. */
const findJobsOfPeople: Migration = {
  version: 10,
  statements: ({ createIndex }: DdlProfile) => [
    createIndex('INDEX', 'job_by_person ON job (seller_id, created_by, created_at_ms, job_id)'),
  ],
}

/**
 * `store_name`: the other store that keeps the seller's data; NULL: this one. `access_seq`, in another store: the event of the seller in the
 * directory up to which it has the events of apps and people.
 */
const placeSellers: Migration = {
  version: 11,
  statements: () => [
    'ALTER TABLE seller ADD COLUMN store_name VARCHAR(64)',
    'ALTER TABLE seller ADD COLUMN access_seq BIGINT',
  ],
}

/** Every step of the schema, in order. A released step never changes; new steps are added at the end. */
export const migrations: readonly Migration[] = [
  createTables,
  addTableSums,
  keepConsents,
  findRefusalsByMember,
  keepRetentionWaits,
  keepSavedViews,
  keepWaitingRequests,
  narrowIndexes,
  keepAppLanguages,
  findJobsOfPeople,
  placeSellers,
]
