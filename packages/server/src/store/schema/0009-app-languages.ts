import type { Migration } from '#database/migrate'

/** Keeps in which language an app gets its texts; NULL: Chinese. It is sealed where it has a value. */
export const keepAppLanguages: Migration = { version: 9, statements: () => [addColumn] }

const addColumn = 'ALTER TABLE app ADD COLUMN text_language VARCHAR(8)'
