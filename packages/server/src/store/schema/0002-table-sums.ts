import type { Migration } from '#database/migrate'

/**
 * Sums over whole tables of the seller (see `summed-tables.ts`), which the seal of the head covers. NULL until a program opens the store after
 * this step.
 */
export const addTableSums: Migration = { version: 2, statements: () => [addColumn] }

const addColumn = 'ALTER TABLE event_head ADD COLUMN table_sums VARCHAR(2000)'
