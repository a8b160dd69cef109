import type { DdlProfile } from '#database/ddl-profile'
import type { Migration } from '#database/migrate'
import { accessTables, operatorTables, storeTables } from './0001-access.ts'
import { figureTables, reconciliationTables } from './0001-figures.ts'
import { jobTables, masterDataTables, reservedCodeTables } from './0001-lists.ts'
import { orderTables, redemptionUploadTables, refusalTables, saleTables } from './0001-orders.ts'

/**
 * The whole schema. `seller_id` leads every key of seller data, and there are no foreign keys, because distributed
 * engines spread sellers over machines. Imports nothing but its own parts, so later programs create the same tables.
 */
export const createTables: Migration = {
  version: 1,
  statements: (profile) => [
    ...storeTables(profile),
    ...accessTables(profile),
    ...operatorTables(profile),
    ...couponTables(profile),
    ...orderTables(profile),
    ...redemptionUploadTables(profile),
    ...saleTables(profile),
    ...masterDataTables(profile),
    ...reconciliationTables(profile),
    ...memberTables(profile),
    ...textTable(profile),
    ...eventTables(profile),
    ...figureTables(profile),
    ...requestTables(profile),
    ...refusalTables(profile),
    ...jobTables(profile),
    ...templateTables(profile),
    ...reservedCodeTables(profile),
    webhookTable(profile),
  ],
}

/**
 * On SQLite, `coupon` is a rowid table. Measured on 200,000 coupons against WITHOUT ROWID: pages by phone 1.25 times as
 * fast, inserts of 1,000 rows equal (0.98), and without statistics the planner uses the phone key only here; with
 * WITHOUT ROWID it scans the whole seller by primary key. SQLite reads a row from the left, so the columns that a page
 * shows come first.
 *
 * `issued_*` keeps what the `issued` event recorded where a later step changed it; `issued_end_date` is NULL until a
 * return or an extension moves `end_date`. `expiry_due` is the last usable day until the `expired` event is written, or NULL once the
 * coupon can no longer expire.
 */
function couponTables(profile: DdlProfile): readonly string[] {
  const { sellerTableEnd, keyedSellerTableEnd, longText, createIndex } = profile
  return [
    `CREATE TABLE coupon (
      seq BIGINT NOT NULL,
      coupon_code VARCHAR(64) NOT NULL,
      state_code INTEGER NOT NULL,
      hold_until_ms BIGINT,
      hold_order VARCHAR(64),
      channel VARCHAR(64) NOT NULL,
      card_ref BIGINT,
      coupon_id VARCHAR(64),
      coupon_name VARCHAR(128),
      coupon_amount BIGINT,
      order_amount BIGINT,
      start_date CHAR(10),
      end_date CHAR(10),
      bill_date CHAR(10),
      description VARCHAR(1024),
      shop VARCHAR(1024),
      category VARCHAR(1024),
      attribute_ref BIGINT,
      phone_ref BIGINT,
      seller_id VARCHAR(64) NOT NULL,
      channel_seq BIGINT NOT NULL,
      version BIGINT NOT NULL,
      issued_at_ms BIGINT NOT NULL,
      return_count BIGINT NOT NULL,
      template_version BIGINT,
      used_order VARCHAR(64),
      used_at_ms BIGINT,
      used_shop VARCHAR(64),
      redemption_id VARCHAR(32),
      issued_state INTEGER NOT NULL,
      issued_end_date CHAR(10),
      issued_event_seq BIGINT NOT NULL,
      expiry_due CHAR(10),
      PRIMARY KEY (seller_id, seq)
    )${sellerTableEnd}`,
    createIndex('UNIQUE INDEX', 'coupon_by_code ON coupon (seller_id, coupon_code)'),
    createIndex('INDEX', 'coupon_by_phone ON coupon (seller_id, phone_ref, seq, version)'),
    createIndex('INDEX', 'coupon_by_card ON coupon (seller_id, card_ref, seq, version)'),
    createIndex('UNIQUE INDEX', 'coupon_by_channel ON coupon (seller_id, channel, channel_seq)'),
    createIndex('INDEX', 'coupon_by_expiry ON coupon (seller_id, expiry_due, seq)'),
    createIndex('INDEX', 'coupon_by_template ON coupon (seller_id, coupon_id, seq)'),
    `CREATE TABLE counter (
      seller_id VARCHAR(64) NOT NULL,
      counter_name VARCHAR(80) NOT NULL,
      counter_value BIGINT NOT NULL,
      version BIGINT NOT NULL,
      PRIMARY KEY (seller_id, counter_name)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE redemption (
      seller_id VARCHAR(64) NOT NULL,
      redemption_id VARCHAR(32) NOT NULL,
      coupon_seq BIGINT NOT NULL,
      order_id VARCHAR(64) NOT NULL,
      at_ms BIGINT NOT NULL,
      shop VARCHAR(64),
      returned_at_ms BIGINT,
      return_reason VARCHAR(256),
      off_fen BIGINT,
      split_text ${longText},
      PRIMARY KEY (seller_id, redemption_id)
    )${keyedSellerTableEnd}`,
    createIndex('INDEX', 'redemption_by_order ON redemption (seller_id, order_id, returned_at_ms, coupon_seq)'),
    createIndex('INDEX', 'redemption_by_time ON redemption (seller_id, at_ms, redemption_id)'),
    createIndex('INDEX', 'redemption_by_shop ON redemption (seller_id, shop, at_ms, redemption_id)'),
    createIndex('INDEX', 'redemption_by_return ON redemption (seller_id, returned_at_ms, redemption_id)'),
    createIndex('INDEX', 'redemption_by_coupon ON redemption (seller_id, coupon_seq, at_ms, redemption_id)'),
  ]
}

/**
 * Coupons name phones and cards by numbers (`phone_ref`, `card_ref`), so `*_lookup`, which depends on a key, is here only.
 * `phone_lookup` is NULL once somebody else has the number. Lookup and value are NULL once the member was erased. `key_no` is the member whose key sealed the row. `state` of a
 * phone or card: 0 active, 1 lost, 2 replaced; of a member: 0 active, 1 merged, 2 erased. `is_alone` is 1 once a coupon
 * names the phone without a card, or the card without its `home_phone_ref`. Tables with a key besides the primary one are
 * rowid tables, for the same reason as `coupon`.
 */
function memberTables({
  binary,
  sellerTableEnd,
  keyedSellerTableEnd,
  longText,
  createIndex,
}: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE member (
      seller_id VARCHAR(64) NOT NULL,
      member_no BIGINT NOT NULL,
      state INTEGER NOT NULL,
      merged_into BIGINT,
      profile_sealed ${binary(60000)},
      created_at_ms BIGINT NOT NULL,
      changed_at_ms BIGINT NOT NULL,
      version BIGINT NOT NULL,
      PRIMARY KEY (seller_id, member_no)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE member_phone (
      seller_id VARCHAR(64) NOT NULL,
      phone_ref BIGINT NOT NULL,
      phone_lookup ${binary(16)},
      phone_sealed ${binary(255)},
      key_no BIGINT NOT NULL,
      is_alone INTEGER NOT NULL,
      PRIMARY KEY (seller_id, phone_ref)
    )${sellerTableEnd}`,
    createIndex('UNIQUE INDEX', 'member_phone_by_lookup ON member_phone (seller_id, phone_lookup)'),
    `CREATE TABLE phone_member (
      seller_id VARCHAR(64) NOT NULL,
      phone_ref BIGINT NOT NULL,
      member_no BIGINT NOT NULL,
      state INTEGER NOT NULL,
      since_ms BIGINT NOT NULL,
      PRIMARY KEY (seller_id, phone_ref, member_no)
    )${sellerTableEnd}`,
    createIndex('INDEX', 'phone_member_by_member ON phone_member (seller_id, member_no, phone_ref)'),
    `CREATE TABLE member_card (
      seller_id VARCHAR(64) NOT NULL,
      card_ref BIGINT NOT NULL,
      card_lookup ${binary(16)},
      card_sealed ${binary(512)},
      key_no BIGINT NOT NULL,
      member_no BIGINT NOT NULL,
      state INTEGER NOT NULL,
      since_ms BIGINT NOT NULL,
      home_phone_ref BIGINT,
      is_alone INTEGER NOT NULL,
      PRIMARY KEY (seller_id, card_ref)
    )${sellerTableEnd}`,
    createIndex('UNIQUE INDEX', 'member_card_by_lookup ON member_card (seller_id, card_lookup)'),
    createIndex('INDEX', 'member_card_by_member ON member_card (seller_id, member_no, card_ref)'),
    `CREATE TABLE member_merge (
      seller_id VARCHAR(64) NOT NULL,
      merge_id VARCHAR(32) NOT NULL,
      from_no BIGINT NOT NULL,
      into_no BIGINT NOT NULL,
      merged_at_ms BIGINT NOT NULL,
      undone_at_ms BIGINT,
      brought_text ${longText} NOT NULL,
      profile_sealed ${binary(60000)},
      PRIMARY KEY (seller_id, merge_id)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE member_event (
      seller_id VARCHAR(64) NOT NULL,
      member_no BIGINT NOT NULL,
      event_seq BIGINT NOT NULL,
      PRIMARY KEY (seller_id, member_no, event_seq)
    )${keyedSellerTableEnd}`,
    createIndex('INDEX', 'member_merge_by_member ON member_merge (seller_id, into_no)'),
    createIndex('INDEX', 'member_merge_by_merged ON member_merge (seller_id, from_no)'),
  ]
}

/**
 * Texts of callers that may name people, each once per seller and kind. `text_kind`: 0 an attribute or a reason, 1 an id of an order or a
 * request. `key_no` is the member whose key sealed it, where it belongs to one member only; otherwise 0. Once that member was erased the
 * text is NULL. Its lookup is NULL too and `key_no` 0, but for an id, which must be found again: of that the lookup stays, and `key_no`
 * is -1.
 */
function textTable({ binary, sellerTableEnd, createIndex }: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE sealed_text (
      seller_id VARCHAR(64) NOT NULL,
      text_ref BIGINT NOT NULL,
      text_kind INTEGER NOT NULL,
      text_lookup ${binary(16)},
      text_sealed ${binary(20000)},
      key_no BIGINT NOT NULL,
      PRIMARY KEY (seller_id, text_ref)
    )${sellerTableEnd}`,
    createIndex('UNIQUE INDEX', 'sealed_text_by_lookup ON sealed_text (seller_id, text_lookup, text_kind)'),
    createIndex('INDEX', 'sealed_text_by_member ON sealed_text (seller_id, key_no)'),
  ]
}

/**
 * `event_cut` says up to where events were removed, and holds sums over what they came to; `template_cut` keeps what they say of
 * each template. The head has a digest of the boundary.
 *
 * `rule_event` finds the events that changed the policy, a group of shops or a template.
 *
 * A row of `chain_event` spans `event_count` numbers; `event_seq` is the last of them. `generation` of a head is that of the keys
 * (`store_key`) that the seller's rows are written under; `rekey_place` is NULL unless rows under the generation before remain.
 */
function eventTables({ binary, keyedSellerTableEnd, longText, createIndex }: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE event_head (
      seller_id VARCHAR(64) NOT NULL,
      newest_seq BIGINT NOT NULL,
      newest_hash ${binary(32)} NOT NULL,
      request_count BIGINT NOT NULL,
      request_sum ${binary(32)},
      member_count BIGINT NOT NULL,
      member_sum ${binary(32)},
      identity_version BIGINT NOT NULL,
      cut_digest ${binary(32)},
      generation BIGINT NOT NULL,
      seal ${binary(32)},
      rekey_place VARCHAR(64),
      PRIMARY KEY (seller_id)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE chain_event (
      seller_id VARCHAR(64) NOT NULL,
      event_seq BIGINT NOT NULL,
      event_count BIGINT NOT NULL,
      kind VARCHAR(32) NOT NULL,
      coupon_seq BIGINT,
      first_coupon_seq BIGINT,
      coupon_code VARCHAR(64),
      coupon_id VARCHAR(64),
      at_ms BIGINT NOT NULL,
      actor VARCHAR(128) NOT NULL,
      request_id VARCHAR(64),
      before_text ${longText},
      after_text ${longText},
      hash ${binary(32)} NOT NULL,
      PRIMARY KEY (seller_id, event_seq)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE rule_event (
      seller_id VARCHAR(64) NOT NULL,
      subject VARCHAR(80) NOT NULL,
      event_seq BIGINT NOT NULL,
      at_ms BIGINT NOT NULL,
      PRIMARY KEY (seller_id, subject, event_seq)
    )${keyedSellerTableEnd}`,
    createIndex('INDEX', 'event_by_coupon ON chain_event (seller_id, coupon_seq, event_seq)'),
    `CREATE TABLE event_cut (
      seller_id VARCHAR(64) NOT NULL,
      cut_seq BIGINT NOT NULL,
      cut_hash ${binary(32)} NOT NULL,
      before_ms BIGINT NOT NULL,
      coupon_count BIGINT NOT NULL,
      terms_sum ${binary(32)} NOT NULL,
      states_sum ${binary(32)} NOT NULL,
      redemption_count BIGINT NOT NULL,
      redemption_sum ${binary(32)} NOT NULL,
      template_count BIGINT NOT NULL,
      template_sum ${binary(32)} NOT NULL,
      PRIMARY KEY (seller_id)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE template_cut (
      seller_id VARCHAR(64) NOT NULL,
      coupon_id VARCHAR(64) NOT NULL,
      trace_text ${longText} NOT NULL,
      PRIMARY KEY (seller_id, coupon_id)
    )${keyedSellerTableEnd}`,
  ]
}

/**
 * `out_request` keeps the signature of each write that was done, under a unique key that decides between two servers. The
 * answer is last, since SQLite reads a row from the left and the answer to a bulk issue has many pages.
 * `used_sign` keeps those of refused and repeated calls until they expire.
 */
function requestTables({ binary, keyedSellerTableEnd, longText, createIndex }: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE out_request (
      seller_id VARCHAR(64) NOT NULL,
      request_no VARCHAR(64) NOT NULL,
      part INTEGER NOT NULL,
      content_digest ${binary(32)} NOT NULL,
      done_at_ms BIGINT NOT NULL,
      sign_digest ${binary(16)},
      call_digest ${binary(16)},
      answer_text ${longText} NOT NULL,
      PRIMARY KEY (seller_id, request_no, part)
    )${keyedSellerTableEnd}`,
    createIndex('UNIQUE INDEX', 'out_request_by_sign ON out_request (seller_id, sign_digest)'),
    `CREATE TABLE used_sign (
      seller_id VARCHAR(64) NOT NULL,
      sign_digest ${binary(16)} NOT NULL,
      call_digest ${binary(16)} NOT NULL,
      expires_at_ms BIGINT NOT NULL,
      PRIMARY KEY (seller_id, sign_digest)
    )${keyedSellerTableEnd}`,
    createIndex('INDEX', 'used_sign_by_expiry ON used_sign (seller_id, expires_at_ms)'),
  ]
}

/** `published_from_ms` is NULL for a draft, and 0 for a version that could be claimed as soon as it was saved. */
function templateTables({ keyedSellerTableEnd, longText }: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE coupon_template (
      seller_id VARCHAR(64) NOT NULL,
      coupon_id VARCHAR(64) NOT NULL,
      version BIGINT NOT NULL,
      closed_at_ms BIGINT,
      counts_stock INTEGER NOT NULL,
      counts_members INTEGER NOT NULL,
      PRIMARY KEY (seller_id, coupon_id)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE template_version (
      seller_id VARCHAR(64) NOT NULL,
      coupon_id VARCHAR(64) NOT NULL,
      version BIGINT NOT NULL,
      terms_text ${longText} NOT NULL,
      saved_at_ms BIGINT NOT NULL,
      published_from_ms BIGINT,
      PRIMARY KEY (seller_id, coupon_id, version)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE template_stock (
      seller_id VARCHAR(64) NOT NULL,
      coupon_id VARCHAR(64) NOT NULL,
      taken_total BIGINT NOT NULL,
      day_text CHAR(10) NOT NULL,
      taken_day BIGINT NOT NULL,
      PRIMARY KEY (seller_id, coupon_id)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE member_usage (
      seller_id VARCHAR(64) NOT NULL,
      member_key VARCHAR(80) NOT NULL,
      coupon_id VARCHAR(64) NOT NULL,
      taken_total BIGINT NOT NULL,
      day_text CHAR(10) NOT NULL,
      taken_day BIGINT NOT NULL,
      PRIMARY KEY (seller_id, member_key, coupon_id)
    )${keyedSellerTableEnd}`,
  ]
}

function webhookTable({ binary, sellerTableEnd }: DdlProfile): string {
  return `CREATE TABLE webhook (
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
  )${sellerTableEnd}`
}
