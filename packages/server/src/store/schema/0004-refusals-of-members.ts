import type { DdlProfile } from '#database/ddl-profile'
import type { Migration } from '#database/migrate'

/** Finds the refused calls of a member, for the member's page of the console. */
export const findRefusalsByMember: Migration = {
  version: 4,
  statements: ({ createIndex }: DdlProfile) => [
    createIndex('INDEX', 'refused_call_by_member ON refused_call (seller_id, key_no, at_ms)'),
  ],
}
