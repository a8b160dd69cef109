import type { Migration } from '#database/migrate'

/**
 * `store_name`: the other store that keeps the seller's data; NULL: this one. `access_seq`, in another store: the event of the seller in the
 * directory up to which it has the events of apps and people.
 */
export const placeSellers: Migration = {
  version: 11,
  statements: () => [
    'ALTER TABLE seller ADD COLUMN store_name VARCHAR(64)',
    'ALTER TABLE seller ADD COLUMN access_seq BIGINT',
  ],
}
