import type { DdlProfile } from '#database/ddl-profile'
import type { Migration } from '#database/migrate'
import { createTables } from './0001.ts'

/** The schema of the keys of members where they have a database of their own. */
export const memberKeyMigrations: readonly Migration[] = [{ version: 1, statements: memberKeyTables }]

/** The schema of a store whose database holds the keys of members too. Versions are those of `migrations`. */
export const migrationsWithMemberKeys: readonly Migration[] = [
  { version: 1, statements: (profile) => [...createTables.statements(profile), ...memberKeyTables(profile)] },
]

/**
 * `member_key` has one random key for each member, sealed under the master key. `erased_member` keeps which members were
 * erased, numbered in that order. `step`: 0 while the erasure may yet be rolled back, 1 once the store's rows are still to
 * be emptied, 2 done.
 */
function memberKeyTables({ binary, keyedSellerTableEnd, sellerTableEnd, createIndex }: DdlProfile): readonly string[] {
  return [
    `CREATE TABLE member_key (
      seller_id VARCHAR(64) NOT NULL,
      member_no BIGINT NOT NULL,
      key_sealed ${binary(128)} NOT NULL,
      PRIMARY KEY (seller_id, member_no)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE erased_member (
      seller_id VARCHAR(64) NOT NULL,
      member_no BIGINT NOT NULL,
      erasure_no BIGINT NOT NULL,
      erased_at_ms BIGINT NOT NULL,
      step INTEGER NOT NULL,
      PRIMARY KEY (seller_id, member_no)
    )${sellerTableEnd}`,
    createIndex('INDEX', 'erased_member_by_step ON erased_member (step)'),
    createIndex('INDEX', 'erased_member_by_number ON erased_member (erasure_no)'),
  ]
}
