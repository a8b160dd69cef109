import { cellText } from './record.ts'
import type { BoundStatement, SqlRow, SqlValue } from './sql-engine.ts'

/** How several that ask a statement with different values share what they ask. */
export type Sharing =
  | Readonly<{
      kind: 'list'
      keyOfRow: (row: SqlRow) => string
      /** Keys of the rows of an item of the list. */
      keysOfItem: (item: unknown) => readonly string[]
    }>
  | Presence

/** Most who ask find no rows: another statement says who does. */
export type Presence = Readonly<{
  kind: 'presence'
  /** The parameter that differs. */
  by: string
  /** Gives its values for which there are rows, in one column, some of them several times. */
  find: (given: Readonly<Record<string, unknown>>, list: readonly unknown[]) => BoundStatement
  /** A result with this many rows is incomplete. */
  limit: number
}>

const sharings = new WeakMap<object, Sharing>()

/** How a statement is shared; undefined where only those who ask equally do. */
export function sharingOf(statement: object): Sharing | undefined {
  return sharings.get(statement)
}

/**
 * Says that rows of a statement have the item of its list in a column, so that the lists of several who ask are one list.
 * @param place of the column
 * @returns the statement
 */
export function keyedBy<S extends object>(statement: S, place: number): S {
  return shared(statement, {
    kind: 'list',
    keyOfRow: (row) => cellText(row[place]),
    keysOfItem: (item) => [cellText(item as SqlValue)],
  })
}

/** A text as databases compare it: those of the MySQL protocol ignore spaces at its end. Different texts may be alike. */
export function comparedText(text: string): string {
  return text.replace(/ +$/, '')
}

/** Says how a statement is shared. @returns the statement */
export function shared<S extends object>(statement: S, sharing: Sharing): S {
  sharings.set(statement, sharing)
  return statement
}
