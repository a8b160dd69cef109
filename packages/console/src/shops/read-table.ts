import { categoryColumns, shopColumns, splitCsvText } from '@yaoquan/api'

/** What is imported: shops or categories. */
export type Kind = 'shop' | 'category'

/** A row by the properties of the API, with its line in the text, from 1. */
export type ReadRow = Readonly<{ line: number; values: Readonly<Record<string, string>> }>

/** Why a text cannot be imported; of a row, in which line. */
export type TableFault =
  | Readonly<{ kind: 'empty' }>
  | Readonly<{ kind: 'unknown-column'; column: string }>
  | Readonly<{ kind: 'missing-column'; column: string }>
  | Readonly<{ kind: 'too-many'; max: number }>
  | Readonly<{ kind: 'bad-row' | 'bad-quotes' | 'no-code' | 'no-name' | 'repeated' | 'bad-closed'; line: number }>

export type ReadTable =
  | Readonly<{ kind: 'rows'; rows: readonly ReadRow[] }>
  | Readonly<{ kind: 'fault'; fault: TableFault }>

const columnsOf = { shop: shopColumns, category: categoryColumns } as const
const maxRows = 6_000

/**
 * Reads a table that was copied from a spreadsheet (tabs) or a CSV file (commas, quotes). The first line names the columns, in Chinese or
 * as the API does; without such a line the first two are code and name.
 */
export function readTable(text: string, kind: Kind): ReadTable {
  try {
    return readLines(splitTable(text.replace(/^\ufeff/, '')), kind)
  } catch (error) {
    if (error instanceof BadQuotes) return faultOf({ kind: 'bad-quotes', line: error.line })
    throw error
  }
}

function readLines(lines: readonly Line[], kind: Kind): ReadTable {
  const [first] = lines
  if (first === undefined) return { kind: 'fault', fault: { kind: 'empty' } }
  const named = first.cells.map((cell) => propertyOf(cell, kind))
  const hasHeader = named.some((property) => property !== undefined)
  const unknown = first.cells[named.indexOf(undefined)]
  if (hasHeader && unknown !== undefined) return faultOf({ kind: 'unknown-column', column: unknown })
  const properties = hasHeader ? named.map(String) : ['code', 'name']
  for (const needed of ['code', 'name'] as const) {
    if (!properties.includes(needed)) return faultOf({ kind: 'missing-column', column: columnsOf[kind][needed].zh })
  }
  return readRows(hasHeader ? lines.slice(1) : lines, properties)
}

function readRows(lines: readonly Line[], properties: readonly string[]): ReadTable {
  if (lines.length === 0) return faultOf({ kind: 'empty' })
  if (lines.length > maxRows) return faultOf({ kind: 'too-many', max: maxRows })
  const codes = new Set<string>()
  const rows: ReadRow[] = []
  for (const { line, cells } of lines) {
    if (cells.length !== properties.length) return faultOf({ kind: 'bad-row', line })
    const values = Object.fromEntries(properties.map((property, place) => [property, cells[place] ?? '']))
    const { code = '', name = '', closed = '' } = values
    if (code === '') return faultOf({ kind: 'no-code', line })
    if (name === '') return faultOf({ kind: 'no-name', line })
    if (closed !== '' && closedOf(closed) === undefined) return faultOf({ kind: 'bad-closed', line })
    if (codes.has(code)) return faultOf({ kind: 'repeated', line })
    codes.add(code)
    rows.push({ line, values })
  }
  return { kind: 'rows', rows }
}

function faultOf(fault: TableFault): ReadTable {
  return { kind: 'fault', fault }
}

const answers: ReadonlyMap<string, boolean> = new Map([
  ...['是', 'yes', 'true', '1', '已闭店'].map((text) => [text, true] as const),
  ...['否', 'no', 'false', '0'].map((text) => [text, false] as const),
])

/** Whether a cell says that a shop was closed down; undefined if it says nothing. */
export function closedOf(cell: string): boolean | undefined {
  return answers.get(cell.toLowerCase())
}

function propertyOf(cell: string, kind: Kind): string | undefined {
  const name = cell.toLowerCase()
  return Object.entries(columnsOf[kind]).find(([, { wire, zh }]) => name === wire || name === zh)?.[0]
}

type Line = Readonly<{ line: number; cells: readonly string[] }>

class BadQuotes extends Error {
  readonly line: number

  constructor(line: number) {
    super(`line ${line} has quotes in wrong places`)
    this.line = line
  }
}

/**
 * Cells are trimmed, and lines without any text left out.
 * @throws BadQuotes for characters after a closing quote, and for a quote that is never closed
 */
function splitTable(text: string): readonly Line[] {
  const separator = /^[^\n]*\t/.test(text) ? '\t' : ','
  return Array.from(
    splitCsvText(text, separator, (line) => new BadQuotes(line)),
    ({ line, values, isMalformed }) => {
      if (isMalformed) throw new BadQuotes(line)
      return { line, cells: values.map((value) => value.trim()) }
    },
  )
}
