import type { Migration } from '#database/migrate'
import { assignMemberIds } from '#store/phones/assign-member-ids'
import { resealEvents } from './reseal-events.ts'

/**
 * What an audit compares: a random id per member, which events name instead of the keyed index of a phone; the sealed
 * sum of each seller's request rows; and the sealed sums of the tables that hold no events.
 */
export const createSeals: Migration = {
  version: 5,
  statements: ({ binary, keyedTableEnd }) => [
    `ALTER TABLE member_phone ADD member_id ${binary(16)}`,
    'ALTER TABLE event_head ADD request_count BIGINT NOT NULL DEFAULT 0',
    `ALTER TABLE event_head ADD request_sum ${binary(32)}`,
    `ALTER TABLE event_head ADD seal ${binary(32)}`,
    `CREATE TABLE sealed_set (
      set_name VARCHAR(64) NOT NULL,
      version BIGINT NOT NULL,
      row_count BIGINT NOT NULL,
      row_sum ${binary(32)} NOT NULL,
      seal ${binary(32)},
      PRIMARY KEY (set_name)
    )${keyedTableEnd}`,
  ],
  async convert(transaction) {
    await assignMemberIds(transaction)
    await resealEvents(transaction)
  },
}
