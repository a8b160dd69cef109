import type { DdlProfile } from './ddl-profile.ts'

/** Makes the table of schema steps where it is missing. */
export function createSchemaVersion({ keyedTableEnd }: DdlProfile): string {
  return `CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL, PRIMARY KEY (version))${keyedTableEnd}`
}

/** Takes version. */
export const insertSchemaVersion = 'INSERT INTO schema_version (version) VALUES (?)'

/** The newest step taken; 0 when the store is empty. */
export const findSchemaVersion = 'SELECT COALESCE(MAX(version), 0) FROM schema_version'
