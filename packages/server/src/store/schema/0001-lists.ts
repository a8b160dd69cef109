import type { DdlProfile } from '#database/ddl-profile'

/**
 * Long acts of operators. `due_ms` is when a job has something to do next by itself, or until when a program is at it; NULL: never.
 * `source_digest` is a keyed digest of the list that a send was given and its template; NULL where the list may be given again.
 * Items have a coupon code, or a phone, card or row of a file that is sealed with the key of the member `key_no`, or of nobody, and a keyed digest that
 * finds it given twice; both are NULL some time after the job ended. `done_place` and `begun_place` say up to where items are done, or
 * may be.
 */
export function jobTables({
  binary,
  sellerTableEnd,
  longBinary,
  longText,
  createIndex,
}: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE job (
      seller_id VARCHAR(64) NOT NULL,
      job_id VARCHAR(32) NOT NULL,
      kind VARCHAR(16) NOT NULL,
      task_text ${longText} NOT NULL,
      title VARCHAR(255),
      source_digest ${binary(32)},
      state_code INTEGER NOT NULL,
      is_ready INTEGER NOT NULL,
      created_by VARCHAR(128) NOT NULL,
      created_at_ms BIGINT NOT NULL,
      started_by VARCHAR(128),
      started_at_ms BIGINT,
      ended_at_ms BIGINT,
      preview_text ${longText} NOT NULL,
      total_count BIGINT NOT NULL,
      done_count BIGINT NOT NULL,
      unchanged_count BIGINT NOT NULL,
      refused_count BIGINT NOT NULL,
      last_place BIGINT NOT NULL,
      done_place BIGINT NOT NULL,
      begun_place BIGINT NOT NULL,
      due_ms BIGINT,
      PRIMARY KEY (seller_id, job_id)
    )${sellerTableEnd}`,
    createIndex('INDEX', 'job_by_time ON job (seller_id, created_at_ms, job_id)'),
    createIndex('INDEX', 'job_by_kind ON job (seller_id, kind, created_at_ms, job_id)'),
    createIndex('INDEX', 'job_by_due ON job (seller_id, due_ms)'),
    createIndex('UNIQUE INDEX', 'job_by_source ON job (seller_id, source_digest)'),
    `CREATE TABLE job_item (
      seller_id VARCHAR(64) NOT NULL,
      job_id VARCHAR(32) NOT NULL,
      place BIGINT NOT NULL,
      line_no BIGINT,
      coupon_code VARCHAR(64),
      key_no BIGINT,
      target_sealed ${longBinary},
      target_digest ${binary(16)},
      state_code INTEGER NOT NULL,
      result ${longText},
      PRIMARY KEY (seller_id, job_id, place)
    )${sellerTableEnd}`,
    createIndex('INDEX', 'job_item_by_state ON job_item (seller_id, job_id, state_code, place)'),
    createIndex('UNIQUE INDEX', 'job_item_by_target ON job_item (seller_id, job_id, target_digest)'),
  ]
}

/** What codes of shops and categories stand for. No rule of coupons depends on them. */
export function masterDataTables({ keyedSellerTableEnd }: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE shop (
      seller_id VARCHAR(64) NOT NULL,
      shop_code VARCHAR(64) NOT NULL,
      shop_name VARCHAR(64) NOT NULL,
      city VARCHAR(64),
      is_closed INTEGER NOT NULL,
      changed_at_ms BIGINT NOT NULL,
      PRIMARY KEY (seller_id, shop_code)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE category (
      seller_id VARCHAR(64) NOT NULL,
      category_code VARCHAR(64) NOT NULL,
      category_name VARCHAR(64) NOT NULL,
      parent_code VARCHAR(64),
      changed_at_ms BIGINT NOT NULL,
      PRIMARY KEY (seller_id, category_code)
    )${keyedSellerTableEnd}`,
  ]
}

/** Codes that become coupons when members claim them. */
export function reservedCodeTables({ keyedSellerTableEnd }: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE reserved_code (
      seller_id VARCHAR(64) NOT NULL,
      coupon_code VARCHAR(64) NOT NULL,
      coupon_id VARCHAR(64) NOT NULL,
      channel VARCHAR(64),
      reserved_at_ms BIGINT NOT NULL,
      PRIMARY KEY (seller_id, coupon_code)
    )${keyedSellerTableEnd}`,
  ]
}
