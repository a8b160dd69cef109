import type { BoundStatement, SqlReader, SqlRow, SqlValue } from './sql-engine.ts'

/** Widths that have a statement; a list is padded to the next width. */
const widths = [1, 8, 64, 256, 1000] as const

/** The longest list that one statement takes. */
export const maxInList = 1000

/**
 * Builds the texts of a statement with a list of values, one per width, so that a list of any length runs as one of a
 * few prepared statements.
 * @param build called with the placeholders of the list, `?,?,?`
 */
export function inListTexts(build: (marks: string) => string): ReadonlyMap<number, string> {
  return new Map(widths.map((width) => [width, build(Array(width).fill('?').join(','))]))
}

/**
 * The texts of a statement over the rows of a seller with one of a list of values in a column. Takes seller and the list.
 * @param statement up to WHERE, as `SELECT … FROM member`
 * @param end what follows the list
 */
export function ofSellerIn(statement: string, column: string, end = ''): ReadonlyMap<number, string> {
  return inListTexts((marks) => `${statement} WHERE seller_id = ? AND ${column} IN (${marks}) ${end}`.trimEnd())
}

/**
 * The texts of a statement over rows with one of a list of keys, each with its seller. Without the seller in each key, SQLite does not use the index.
 * @param statement up to WHERE
 */
export function withKeys(statement: string, columns: readonly string[]): ReadonlyMap<number, string> {
  const one = `(${columns.map((column) => `${column} = ?`).join(' AND ')})`
  return inListTexts((marks) => `${statement} WHERE ${marks.replaceAll('?', one).replaceAll(',', ' OR ')}`)
}

/** The text and the values of a statement of `withKeys`. @param keys 1..1000 */
export function forKeys(
  texts: ReadonlyMap<number, string>,
  keys: readonly (readonly SqlValue[])[],
): readonly [text: string, values: readonly SqlValue[]] {
  const places = paddedList(keys.map((_, place) => place))
  return [textForList(texts, places), places.flatMap((place) => keys[Number(place)] ?? [])]
}

/** Pads a list of 1..1000 values to the next width by repeating its last value. */
export function paddedList(values: readonly SqlValue[]): readonly SqlValue[] {
  const width = widths.find((candidate) => candidate >= values.length)
  const last = values.at(-1)
  if (width === undefined || last === undefined) throw new RangeError(`an IN list of ${values.length} values`)
  return [...values, ...Array<SqlValue>(width - values.length).fill(last)]
}

/** The texts of a statement with a list. */
export type ListTexts = ReadonlyMap<number, string> | Readonly<{ texts: readonly string[] }>

/** The text for a padded list. */
export function textForList(texts: ListTexts, padded: readonly SqlValue[]): string {
  const place = widths.indexOf(padded.length as (typeof widths)[number])
  const text = 'texts' in texts ? texts.texts[place] : texts.get(padded.length)
  if (text === undefined) throw new RangeError(`an IN list of ${padded.length} values is not padded`)
  return text
}

/** The values that a statement takes before its list, the list, and those after it. */
export type ListValues = Readonly<{
  before?: readonly SqlValue[]
  list: readonly SqlValue[]
  after?: readonly SqlValue[]
}>

/** The text and the values of a statement for a list of 1..1000 values. */
export function forList(
  texts: ListTexts,
  { before = [], list, after = [] }: ListValues,
): readonly [text: string, values: readonly SqlValue[]] {
  const padded = paddedList(list)
  return [textForList(texts, padded), [...before, ...padded, ...after]]
}

/** A statement with one list, as `Statement` has it. */
export type ListStatement<Given> = ((given: Given) => BoundStatement) & Readonly<{ list: string | undefined }>

/** The rows of a statement with a list of any length, in as many statements as it takes; none for an empty list. */
export function allInList<Given>(
  reader: Pick<SqlReader, 'all'>,
  statement: ListStatement<Given>,
  given: NoInfer<Given>,
): Promise<readonly SqlRow[]>
export function allInList(
  reader: Pick<SqlReader, 'all'>,
  texts: ListTexts,
  values: ListValues,
): Promise<readonly SqlRow[]>
export async function allInList(
  reader: Pick<SqlReader, 'all'>,
  statement: ListStatement<never> | ListTexts,
  given: object,
): Promise<readonly SqlRow[]> {
  const parts: (readonly SqlRow[])[] = []
  if (typeof statement === 'object' || 'before' in given) {
    const { list, ...beside } = given as ListValues
    for (const part of listsOf(list))
      parts.push(await reader.all(...forList(statement as ListTexts, { ...beside, list: part })))
    return parts.flat()
  }
  const name = statement.list ?? ''
  for (const part of listsOf((given as Readonly<Record<string, readonly unknown[]>>)[name] ?? [])) {
    parts.push(await reader.all(statement({ ...given, [name]: part } as never)))
  }
  return parts.flat()
}

/** Cuts a list into lists of a length that one statement takes. */
export function listsOf<Item>(items: readonly Item[], length = maxInList): readonly (readonly Item[])[] {
  const lists: (readonly Item[])[] = []
  for (let start = 0; start < items.length; start += length) lists.push(items.slice(start, start + length))
  return lists
}
