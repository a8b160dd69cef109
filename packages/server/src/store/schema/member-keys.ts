import type { DdlProfile } from '#database/ddl-profile'
import type { Migration } from '#database/migrate'
import { migrations } from './migrations.ts'

/** The schema of the keys of members where they have a database of their own. */
export const memberKeyMigrations: readonly Migration[] = [{ version: 1, statements: memberKeyTables }]

/** The schema of a store whose database holds the keys of members too. Versions are those of `migrations`. */
export const migrationsWithMemberKeys: readonly Migration[] = migrations.map(({ version, statements }) => ({
  version,
  statements: (profile) => [...statements(profile), ...(version === 1 ? memberKeyTables(profile) : [])],
}))

/**
 * `member_key` has one random key for each member, sealed under the master key of a generation; `member_key_mark` has in its
 * one row the generation for new keys. `erased_member` keeps which members were erased. `step`: 0 while the erasure may yet be rolled back, 1 once it is certain and not all of it may be done, 2 done.
 * `erasure_no` is given with step 1. It is unique, so one server waits for the commit of another that gives a number, and
 * whoever sees a number sees all that are lower.
 */
function memberKeyTables(profile: DdlProfile): readonly string[] {
  const { binary, keyedTableEnd, keyedSellerTableEnd, sellerTableEnd, createIndex } = profile
  return [
    `CREATE TABLE member_key (
      seller_id VARCHAR(64) NOT NULL,
      member_no BIGINT NOT NULL,
      key_sealed ${binary(128)} NOT NULL,
      generation BIGINT NOT NULL,
      PRIMARY KEY (seller_id, member_no)
    )${keyedSellerTableEnd}`,
    `CREATE TABLE member_key_mark (
      mark_name VARCHAR(16) NOT NULL,
      generation BIGINT NOT NULL,
      version BIGINT NOT NULL,
      PRIMARY KEY (mark_name)
    )${keyedTableEnd}`,
    `CREATE TABLE erased_member (
      seller_id VARCHAR(64) NOT NULL,
      member_no BIGINT NOT NULL,
      erasure_no BIGINT,
      erased_at_ms BIGINT NOT NULL,
      step INTEGER NOT NULL,
      PRIMARY KEY (seller_id, member_no)
    )${sellerTableEnd}`,
    createIndex('INDEX', 'erased_member_by_step ON erased_member (step)'),
    createIndex('UNIQUE INDEX', 'erased_member_by_number ON erased_member (erasure_no)'),
  ]
}
