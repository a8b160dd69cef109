/** The parts of DDL in which engines differ. Everything else of a schema is the same for all. */
export type DdlProfile = Readonly<{
  /** Column type for at most that many bytes. */
  binary: (maxBytes: number) => string
  /** Column type for up to some megabytes. */
  longBinary: string
  /** Column type of a text of up to some megabytes. */
  longText: string
  /** After the closing bracket of a table. */
  tableEnd: string
  /** The same for a table that is read by its primary key only. */
  keyedTableEnd: string
  /** Like `tableEnd`, for rows that belong to one seller and may be spread by `seller_id`. */
  sellerTableEnd: string
  /** Like `keyedTableEnd`, for rows that belong to one seller. */
  keyedSellerTableEnd: string
  /** @param index `name ON table (columns)`, led by `seller_id` */
  createIndex: (kind: 'INDEX' | 'UNIQUE INDEX', index: string) => string
  /**
   * Statements after which an index of `createIndex` holds only rows whose column is not NULL. None on engines without partial indexes, which
   * keep all rows in it.
   * @param index `name ON table (columns)`
   */
  limitIndex: (index: string, column: string) => readonly string[]
}>

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
