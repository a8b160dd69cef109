import type { BoundStatement, RowUpdate, Write } from '#database/sql-engine'
import { positional } from '#database/statement'
import { listsOf } from '#database/table'
import { multiRowInserts, wideInsert } from './multi-row-insert.ts'

/** Each row looks for its values in the lists of the statement. */
const updatedAtOnce = 64
/** More rows do not go into one statement. */
const insertedAtOnce = 256

/** The statements of a write to be prepared: of each kind few texts, because every connection keeps every one. */
export function preparedStatements(write: Write): readonly BoundStatement[] {
  if (write.kind !== 'insert') return ownStatements(write)
  return [...multiRowInserts(write.text, write.rows)].map(({ text, values }) => positional(text, values))
}

/** The statements of a write to be sent as text, as few as possible. */
export function fewestStatements(write: Write): readonly BoundStatement[] {
  if (write.kind !== 'insert') return ownStatements(write)
  return listsOf(write.rows, insertedAtOnce).map((rows) => {
    const { text, values } = wideInsert(write.text, rows)
    return positional(text, values)
  })
}

function ownStatements(write: Exclude<Write, Readonly<{ kind: 'insert' }>>): readonly BoundStatement[] {
  return write.kind === 'run' ? [write.statement] : updates(write.update, write.items)
}

function updates<Item>({ one, many }: RowUpdate<Item>, items: readonly Item[]): readonly BoundStatement[] {
  return listsOf(items, updatedAtOnce).map((list) => {
    const [first, ...others] = list
    return first !== undefined && others.length === 0 ? one(first) : many(list)
  })
}
