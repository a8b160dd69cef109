import type { BoundStatement, SqlValue } from './sql-engine.ts'

/** SQL text with named parameters: a statement or a part of one. `Given` is the object with their values; `givenBy` carries its type and is not there at run time. */
export type Sql<Given> = Readonly<{ pieces: readonly Piece[]; givenBy?: (given: Given) => void }>

/** A statement. Called with the values of its parameters, it gives what engines run. */
export type Statement<Given> = Sql<Given> &
  ((...given: Arguments<Given>) => BoundStatement) &
  Readonly<{
    /** The texts that it runs as: one, or one for each width of its list. */
    texts: readonly string[]
    /** The parameter that is a list, if one is. */
    list: string | undefined
  }>

type Arguments<Given> = keyof Given extends never ? [] : [given: Given]

/** What parts take together. A parameter that occurs twice is one, so its types must agree. */
type GivenTo<Part> = (Part extends Sql<infer Given> ? (given: Given) => void : never) extends (given: infer All) => void
  ? { readonly [Name in keyof All]: All[Name] }
  : never

/** Text or a parameter: a value, one of a list at a place, or a list with the pieces of each of its items. */
type Piece =
  | string
  | Readonly<{ name: string; place?: number; list?: Readonly<{ item: readonly Piece[]; separator: string }> }>

/** Lists have one of these lengths in a statement, so that a statement has few texts. */
const widths = [1, 8, 64, 256, 1000] as const

/** The longest list that a statement takes. */
export const maxInList = 1000

/**
 * Makes a statement, or a part of other statements: `` sql`… WHERE seller_id = ${p.text('sellerId')}` ``. It is compiled here, so statements
 * are made when a file is loaded, not in each call.
 * @param parts parameters, parts made by `sql`, and SQL text of this program; never text from outside
 */
export function sql<const Parts extends readonly (string | number | Sql<never>)[]>(
  texts: TemplateStringsArray,
  ...parts: Parts
): Statement<GivenTo<Parts[number]>> {
  return statementOf(
    texts.flatMap((text, place): readonly Piece[] => {
      const part = parts[place] ?? ''
      return typeof part === 'string' || typeof part === 'number'
        ? [plain(`${text}${part}`)]
        : [plain(text), ...part.pieces]
    }),
  )
}

/** Parts after each other, with a text between them. */
export function join<Given>(parts: readonly Sql<Given>[], separator: string): Sql<Given> {
  return { pieces: parts.flatMap(({ pieces }, place) => (place === 0 ? pieces : [separator, ...pieces])) }
}

/** @throws TypeError for `?`, which would take a value that has no name */
function plain(text: string): string {
  if (text.includes('?')) throw new TypeError(`a parameter without a name: ${text}`)
  return text
}

/** A statement of pieces, which take what its type says. */
function statementOf<Given>(pieces: readonly Piece[]): Statement<Given> {
  const list = pieces.map((piece) => (typeof piece === 'object' && piece.list ? piece.name : undefined)).find(Boolean)
  const ofWidths = (list === undefined ? [1] : widths).map((width) => compile(pieces, width))
  const lengthOf = (given: Values) => (list === undefined ? 1 : (given[list] as readonly unknown[]).length)
  const bind = (given: Values = {}): BoundStatement => {
    // Nothing else makes one.
    return {
      ...bound(compiledFor(ofWidths, lengthOf(given)), given),
      of: { statement, given },
    } as unknown as BoundStatement
  }
  const exact = (given: Values) => bound(compile(pieces, lengthOf(given)), given)
  const statement = Object.assign(bind, { pieces, texts: ofWidths.map(({ text }) => text), list, exact })
  // The type says what the pieces take.
  return statement as unknown as Statement<Given>
}

function bound({ text, slots }: Compiled, given: Values): Pick<BoundStatement, 'text' | 'values'> {
  const values: SqlValue[] = []
  addValues(values, slots, given)
  return { text, values }
}

/**
 * A statement whose text is made at run time, as of a table of a move, or of one that this program does not keep, as in migrations.
 * @param values in the order of their places in the text
 */
export function positional(text: string, values: readonly SqlValue[] = []): BoundStatement {
  return { text, values, of: undefined }
}

/** The type of a statement says what is in it. */
type Values = Readonly<Record<string, unknown>>
type Compiled = Readonly<{ width: number; text: string; slots: readonly Slot[] }>
/** A value, one of a list, or all items of a list. */
type Slot = Readonly<{ name: string; place?: number; items?: Compiled }>

function compile(pieces: readonly Piece[], width: number): Compiled {
  let text = ''
  const slots: Slot[] = []
  for (const piece of pieces) {
    if (typeof piece === 'string') text += piece
    else if (piece.list === undefined) {
      text += '?'
      slots.push(piece)
    } else {
      const item = compile(piece.list.item, width)
      text += Array(width).fill(item.text).join(piece.list.separator)
      slots.push({ name: piece.name, items: item })
    }
  }
  return { width, text, slots }
}

/** @throws RangeError for a list that is empty or too long */
function compiledFor(ofWidths: readonly Compiled[], length: number): Compiled {
  for (const compiled of ofWidths) if (length > 0 && length <= compiled.width) return compiled
  throw new RangeError(`a list of ${length} values`)
}

function addValues(values: SqlValue[], slots: readonly Slot[], given: Values): void {
  for (const { name, place, items } of slots) {
    const value = given[name]
    if (items !== undefined) addItems(values, items, value as readonly unknown[])
    else values.push(((place === undefined ? value : (value as readonly unknown[])[place]) ?? null) as SqlValue)
  }
}

/** A list that is shorter than the text has it is filled up with its last item. */
function addItems(values: SqlValue[], { width, slots }: Compiled, list: readonly unknown[]): void {
  for (let place = 0; place < width; place += 1) {
    const item = list[Math.min(place, list.length - 1)]
    if (slots.length === 0) values.push(item as SqlValue)
    else addValues(values, slots, item as Values)
  }
}

/** A statement that takes something else, of which the values of its parameters are made. */
export function taking<Given, Input extends readonly unknown[]>(
  statement: Statement<Given>,
  given: (...input: Input) => Given,
): ((...input: Input) => BoundStatement) & Pick<Statement<Given>, 'texts'> {
  // What it takes is what the function gives.
  const bind = statement as unknown as (given: Given) => BoundStatement
  return Object.assign((...input: Input) => bind(given(...input)), { texts: statement.texts })
}

/** What a statement means, in the shortest text: its list is not filled up. The text is one of many, so no connection keeps it prepared. */
export function exactly(statement: BoundStatement): Pick<BoundStatement, 'text' | 'values'> {
  const { of } = statement
  return of?.statement.list === undefined ? statement : of.statement.exact(of.given)
}

/** Parameters of statements by the type of their values; undefined is NULL. Names are those of the members of the object. */
export const p = {
  text: parameter<string>(),
  number: parameter<number>(),
  bytes: parameter<Uint8Array>(),
  /** A value that was read from a column. */
  cell: parameter<SqlValue>(),
  textOrNull: parameter<string | null | undefined>(),
  numberOrNull: parameter<number | null | undefined>(),
  bytesOrNull: parameter<Uint8Array | null | undefined>(),
  cellOrNull: parameter<SqlValue | undefined>(),
  /** The lists are for `IN (…)`. */
  texts: list<string>(),
  numbers: list<number>(),
  byteses: list<Uint8Array>(),
  cells: list<SqlValue>(),
  /** The value of a list at a place. */
  numberAt<const Name extends string>(name: Name, place: number): Sql<{ readonly [N in Name]: readonly number[] }> {
    return { pieces: [{ name, place }] }
  },
  /** One of several conditions, each with the parameters of `item`, as for keys of several columns. */
  anyOf<const Name extends string, Item>(name: Name, item: Sql<Item>): Sql<{ readonly [N in Name]: readonly Item[] }> {
    return p.each(name, item, ' OR ')
  },
  /** The text of each of several items, with the parameters of `item`. */
  each<const Name extends string, Item>(
    name: Name,
    item: Sql<Item>,
    separator: string,
  ): Sql<{ readonly [N in Name]: readonly Item[] }> {
    return { pieces: [{ name, list: { item: item.pieces, separator } }] }
  },
}

function parameter<Value>(): <const Name extends string>(name: Name) => Sql<{ readonly [N in Name]: Value }> {
  return (name) => ({ pieces: [{ name }] })
}

function list<Value>(): <const Name extends string>(name: Name) => Sql<{ readonly [N in Name]: readonly Value[] }> {
  return (name) => ({ pieces: [{ name, list: { item: ['?'], separator: ',' } }] })
}
