import type { DdlProfile } from './ddl-profile.ts'

/** Creates the table of schema steps if it does not exist. */
export function createSchemaStep({ keyedTableEnd }: DdlProfile): string {
  return `CREATE TABLE IF NOT EXISTS schema_step (version INTEGER NOT NULL, PRIMARY KEY (version))${keyedTableEnd}`
}

/** Parameter: version. */
export const insertSchemaStep = 'INSERT INTO schema_step (version) VALUES (?)'

/** The newest step taken; 0 when the store is empty. */
export const findSchemaStep = 'SELECT COALESCE(MAX(version), 0) FROM schema_step'

/** Fails unless the store was written before `schema_step` took the place of this table. */
export const findEarlierSchema = 'SELECT version FROM schema_version LIMIT 1'
