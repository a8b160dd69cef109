/** Size and start of a page of a list. */
export type Paging = Readonly<{
  sellerId: string
  /** Cursor of the page before; absent at the start. */
  cursor: string | undefined
  /** 1..200 */
  limit: number
}>

/** One page of a list. A cursor is refused that is none, or one of other filters. */
export type Page<Row> =
  | Readonly<{ kind: 'page'; rows: readonly Row[]; nextCursor: string | undefined }>
  | Readonly<{ kind: 'invalid-cursor' }>
