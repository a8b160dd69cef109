import { categoryColumns, shopColumns } from '@yaoquan/api'

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
  | Readonly<{ kind: 'bad-row' | 'no-code' | 'no-name' | 'repeated' | 'bad-closed'; line: number }>

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
  const lines = splitTable(text.replace(/^\ufeff/, ''))
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

/** Cells are trimmed, and lines without any text left out. A quote opens a quoted cell only where the cell begins. */
function splitTable(text: string): readonly Line[] {
  const separator = /^[^\n]*\t/.test(text) ? '\t' : ','
  const lines: Line[] = []
  let [line, start, cell, isQuoted] = [1, 1, '', false]
  let cells: string[] = []
  const endLine = () => {
    cells.push(cell.trim())
    if (cells.some((one) => one !== '')) lines.push({ line: start, cells })
    cells = []
    cell = ''
  }
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (character === '\n') line += 1
    if (isQuoted) {
      if (character !== '"') cell += character
      else if (text.charAt(at + 1) === '"') {
        cell += '"'
        at += 1
      } else isQuoted = false
    } else if (character === '"' && cell === '') isQuoted = true
    else if (character === separator) {
      cells.push(cell.trim())
      cell = ''
    } else if (character === '\n') {
      endLine()
      start = line
    } else cell += character
  }
  endLine()
  return lines
}
