import type { BoundStatement, SqlReader, SqlRow } from './sql-engine.ts'
import { maxInList } from './statement.ts'

/** A statement with one list, as `Statement` has it. */
export type ListStatement<Given> = ((given: Given) => BoundStatement) & Readonly<{ list: string | undefined }>

/** The rows of a statement with a list of any length, in as many statements as it takes; none for an empty list. */
export function allInList<Given>(
  reader: Pick<SqlReader, 'all'>,
  statement: ListStatement<Given>,
  given: NoInfer<Given>,
): Promise<readonly SqlRow[]> {
  const name = statement.list ?? ''
  const items = (given as Readonly<Record<string, readonly unknown[]>>)[name] ?? []
  // Nearly all lists are short, and a page has several.
  if (items.length === 0) return noRows
  if (items.length <= maxInList) return reader.all(statement(given))
  return allInLists(
    reader,
    listsOf(items).map((part) => statement({ ...given, [name]: part })),
  )
}

const noRows: Promise<readonly SqlRow[]> = Promise.resolve([])

async function allInLists(
  reader: Pick<SqlReader, 'all'>,
  statements: readonly BoundStatement[],
): Promise<readonly SqlRow[]> {
  const parts: (readonly SqlRow[])[] = []
  for (const statement of statements) parts.push(await reader.all(statement))
  return parts.flat()
}

/** Cuts a list into lists of a length that one statement takes. */
export function listsOf<Item>(items: readonly Item[], length = maxInList): readonly (readonly Item[])[] {
  const lists: (readonly Item[])[] = []
  for (let start = 0; start < items.length; start += length) lists.push(items.slice(start, start + length))
  return lists
}
