import type { DdlProfile } from '#database/ddl-profile'

/** The DDL of SQLite. */
export const sqliteProfile: DdlProfile = {
  binary: () => 'BLOB',
  longBinary: 'BLOB',
  longText: 'TEXT',
  tableEnd: '',
  keyedTableEnd: ' WITHOUT ROWID',
  sellerTableEnd: '',
  keyedSellerTableEnd: ' WITHOUT ROWID',
  createIndex: (kind, index) => `CREATE ${kind} ${index}`,
  limitIndex: (index, column) => [
    `DROP INDEX ${index.slice(0, index.indexOf(' '))}`,
    `CREATE INDEX ${index} WHERE ${column} IS NOT NULL`,
  ],
}
