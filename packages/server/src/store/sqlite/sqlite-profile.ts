import type { DdlProfile } from '../migrations/ddl-profile.ts'

/** How SQLite makes tables. */
export const sqliteProfile: DdlProfile = {
  binary: () => 'BLOB',
  longText: 'TEXT',
  tableEnd: '',
  keyedTableEnd: ' WITHOUT ROWID',
}
