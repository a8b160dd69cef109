/** The few words in which engines differ when a table is made. Everything else of a schema is one text. */
export type DdlProfile = Readonly<{
  /** Whether a step of the schema can be taken back as one transaction. */
  isTransactional: boolean
  /** Column type of at most so many bytes. */
  binary: (maxBytes: number) => string
  /** Column type of a text of up to some megabytes. */
  longText: string
  /** After the closing bracket of a table. */
  tableEnd: string
  /** The same for a small table that is only read by its primary key. */
  keyedTableEnd: string
  /** As `tableEnd`, for rows that belong to one seller and may be spread by `seller_id`. */
  sellerTableEnd: string
  /** As `keyedTableEnd`, for rows that belong to one seller. */
  keyedSellerTableEnd: string
  /** @param index `name ON table (columns)`, led by `seller_id` */
  createIndex: (kind: 'INDEX' | 'UNIQUE INDEX', index: string) => string
}>
