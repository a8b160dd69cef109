import { oneLine, say } from './output.ts'

/**
 * A table that can be printed piece by piece. Columns are as wide as their widest cell so far and two spaces apart.
 * @returns a function that turns rows into lines; the first call also returns the header
 */
export function table(header: readonly string[]): (rows: readonly (readonly string[])[]) => string {
  const widths = header.map(displayWidth)
  let isFirst = true
  return (rows) => {
    const lines = rows.map((row) => row.map(oneLine))
    for (const line of lines) widen(widths, line)
    const printed = isFirst ? [header, ...lines] : lines
    isFirst = false
    return printed.map((line) => align(line, widths)).join('\n')
  }
}

/** How values are shown. Phones of tables and lines are masked unless `showsPhones`. */
export type Shown = Readonly<{ showsPhones: boolean }>

/** A column of a table: its title, and the cell of an item. An absent value is an empty cell. */
export type Column<T> = readonly [title: string, cell: (item: T, shown: Shown) => unknown]

/** Like `table`, of items by columns. */
export function columnTable<T>(columns: readonly Column<T>[], shown: Shown): (items: readonly T[]) => string {
  const lines = table(columns.map(([title]) => title))
  return (items) => lines(items.map((item) => columns.map(([, cell]) => String(cell(item, shown) ?? ''))))
}

/** A whole table, followed by the number of items. @param what the items, in the English plural */
export function listText<T>(columns: readonly Column<T>[], items: readonly T[], what: string): string {
  const rows = columnTable(columns, { showsPhones: false })(items)
  return `${rows}\n${say(`共 ${items.length} 个`, `${items.length} ${what} in total`)}`
}

function widen(widths: number[], line: readonly string[]): void {
  for (const [column, cell] of line.entries()) widths[column] = Math.max(widths[column] ?? 0, displayWidth(cell))
}

function align(line: readonly string[], widths: readonly number[]): string {
  return line
    .map((cell, column) => padToWidth(cell, widths[column] ?? 0))
    .join('  ')
    .trimEnd()
}

/** Combining marks and joiners take no column. */
const zeroWidth = /[\p{Mn}\p{Me}\p{Cf}]/u

/** East Asian wide and full-width characters and emoji take two columns (Unicode annex 11, W and F). */
const wide =
  /[\u1100-\u115f\u231a\u231b\u2329\u232a\u23e9-\u23ec\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u

/** The number of columns that a text takes on a terminal. */
export function displayWidth(text: string): number {
  let columns = 0
  for (const character of text) columns += widthOf(character)
  return columns
}

/** Pads a text with spaces to a width. Longer texts are unchanged. */
export function padToWidth(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - displayWidth(text)))
}

function widthOf(character: string): number {
  if (zeroWidth.test(character)) return 0
  return wide.test(character) ? 2 : 1
}

/** The widest line of a help, in columns of a terminal. */
export const helpWidth = 100

/**
 * Breaks lines at spaces and between Chinese characters, so that none is wider than `width` columns. A mark such as `，` stays with the
 * character before it, and an opening bracket with the one after it. A word that is wider stays whole. Existing line breaks stay.
 */
export function wrapped(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => wrappedLine(line, width))
    .join('\n')
}

function wrappedLine(line: string, width: number): string {
  const lines: string[] = []
  let [current, columns] = ['', 0]
  for (const piece of line.match(pieces) ?? []) {
    const added = displayWidth(piece)
    if (current !== '' && piece.trim() !== '' && columns + added > width) {
      lines.push(current.trimEnd())
      current = piece.trimStart()
      columns = displayWidth(current)
    } else {
      current += piece
      columns += added
    }
  }
  return [...lines, current.trimEnd()].join('\n')
}

/** A Chinese character or a word, with blanks before it, opening marks before it and closing marks after it. */
const pieces =
  /\s*(?:[（“《]*(?:\p{Script=Han}|[^\s\p{Script=Han}（“《，。；：、）”》？！]+)[，。；：、）”》？！]*|[^\s])|\s+$/gu
