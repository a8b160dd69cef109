/** The few words in which engines differ when a table is made. Everything else of a schema is one text. */
export type DdlProfile = Readonly<{
  /** Column type of at most so many bytes. */
  binary: (maxBytes: number) => string
  /** Column type of a text of up to some megabytes. */
  longText: string
  /** After the closing bracket of a table. */
  tableEnd: string
  /** The same for a small table that is only read by its primary key. */
  keyedTableEnd: string
}>
