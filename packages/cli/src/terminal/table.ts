import { displayWidth, padToWidth } from './display-width.ts'
import { oneLine } from './output.ts'

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

/** A whole table, followed by the number of rows. @param what the rows, in the English plural */
export function listText(header: readonly string[], rows: readonly (readonly string[])[], what: string): string {
  return `${table(header)(rows)}\n共 ${rows.length} 个 (${what} in total)`
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
