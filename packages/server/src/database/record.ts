import type { BoundStatement, SqlReader, SqlRow, SqlValue } from './sql-engine.ts'
import type { Written } from './table.ts'

/** A column, and how its cells are read and written. */
export type Field<Column extends string, Value> = Readonly<{
  column: Column
  read(cell: SqlValue | undefined): Value
  write(value: Value): SqlValue | undefined
}>

type Fields = Readonly<Record<string, Field<string, unknown>>>
type ColumnOf<F extends Fields> = F[keyof F]['column']

/** The values of fields by their names. */
type ValuesOf<F extends Fields> = { readonly [Name in keyof F]: ReturnType<F[Name]['read']> }

type RecordOf<F extends Fields> = Readonly<{
  /** Columns in the order of the fields. */
  columns: readonly ColumnOf<F>[]
  /** Decodes rows. @param at where they have the columns */
  decoder(at: Readonly<Record<ColumnOf<F>, number>>): (row: SqlRow) => ValuesOf<F>
  /** The cells by their columns, to be written. */
  cells(values: ValuesOf<F>): Written<ColumnOf<F>>
}>

/** Describes once how columns hold a record: its type, what decodes rows and what is written derive from the fields. */
export function record<const F extends Fields>(fields: F): RecordOf<F> {
  const entries = Object.entries(fields)
  const columns = entries.map(([, { column }]) => column) as readonly ColumnOf<F>[]
  // V8 keeps the properties of their copies fast; an object that is filled name by name becomes a slow dictionary.
  const [noValues, noCells] = [emptyOf(Object.keys(fields)), emptyOf(columns)]
  return {
    columns,
    decoder(at) {
      const places = entries.map(([name, { column, read }]) => ({ name, read, place: at[column as ColumnOf<F>] }))
      return (row) => {
        const values = { ...noValues }
        for (const { name, read, place } of places) values[name] = read(row[place])
        return values as ValuesOf<F>
      }
    },
    cells(values) {
      const cells = { ...noCells }
      for (const [name, { column, write }] of entries) cells[column] = write(values[name])
      return cells as Written<ColumnOf<F>>
    },
  }
}

function emptyOf(names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, undefined]))
}

export const text = fields(String)
/** Undefined is NULL, as for the other optional ones. */
export const optionalText = fields(textOf)
export const number = fields(Number)
export const optionalNumber = fields(numberOf)
export const optionalBytes = fields(bytesOf)
export const bytes = fields((cell) => bytesOf(cell) ?? new Uint8Array(0))

/** A claim that a table keeps as 1 or 0. */
export function flag<const Column extends string>(column: Column): Field<Column, boolean> {
  return { column, read: (cell) => cell === 1, write: Number }
}

/** One of a few words. Only this program writes the tables, so the word is not checked. */
export function word<Word extends string>(): <const Column extends string>(column: Column) => Field<Column, Word> {
  return fields((cell) => String(cell) as Word)
}

/** A word that a table keeps as a number. Reading throws RangeError for a number that was never written. */
export function coded<const Column extends string, Word extends string>(
  column: Column,
  codes: Readonly<Record<Word, number>>,
): Field<Column, Word> {
  const words = new Map<SqlValue | undefined, Word>((Object.keys(codes) as Word[]).map((name) => [codes[name], name]))
  const read = (cell: SqlValue | undefined) => {
    const found = words.get(cell)
    if (found === undefined) throw new RangeError(`${column} has a value that was never written: ${cell}`)
    return found
  }
  return { column, read, write: (name) => codes[name] }
}

/** Fields whose values are written as they are. */
function fields<Value extends SqlValue | undefined>(
  read: (cell: SqlValue | undefined) => Value,
): <const Column extends string>(column: Column) => Field<Column, Value> {
  return (column) => ({ column, read, write: (value) => value })
}

/** The text of a cell; undefined for NULL. */
export function textOf(cell: SqlValue | undefined): string | undefined {
  return typeof cell === 'string' ? cell : undefined
}

/** The number of a cell; undefined for NULL. */
export function numberOf(cell: SqlValue | undefined): number | undefined {
  return typeof cell === 'number' ? cell : undefined
}

/** The bytes of a cell; undefined for NULL. */
export function bytesOf(cell: SqlValue | undefined): Uint8Array | undefined {
  return cell instanceof Uint8Array ? cell : undefined
}

/** The texts of a cell that holds a list as JSON. @throws Error when it holds none */
export function listOf(cell: SqlValue | undefined): readonly string[] {
  const list: unknown = JSON.parse(String(cell))
  if (!Array.isArray(list)) throw new Error('a list column that holds no list')
  return list.map(String)
}

/** Bytes in hexadecimal. */
export function hexOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('hex')
}

/** A cell as text, bytes in hexadecimal: texts of cells of one column are equal when the cells are. */
export function cellText(cell: SqlValue | undefined): string {
  return cell instanceof Uint8Array ? hexOf(cell) : String(cell)
}

/** Whether two cells hold the same value. */
export function isSameCell(left: SqlValue | undefined, right: SqlValue | undefined): boolean {
  if (left instanceof Uint8Array && right instanceof Uint8Array) return Buffer.compare(left, right) === 0
  return left === right
}

/** Runs a statement that gives one value. @returns undefined when it gives no row */
export async function readValue(
  reader: Pick<SqlReader, 'one'>,
  statement: BoundStatement,
): Promise<SqlValue | undefined> {
  const [value] = (await reader.one(statement)) ?? []
  return value
}
