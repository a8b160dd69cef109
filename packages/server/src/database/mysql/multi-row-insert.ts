import type { SqlValue } from '#database/sql-engine'

type MultiRowInsert = Readonly<{ text: string; values: readonly SqlValue[] }>

/** Rows per statement; few widths, because each is a prepared statement of every connection. */
const widths = [256, 64, 32, 16, 8, 4, 2, 1] as const

/**
 * Splits the insert of many rows into few statements.
 * @param text `INSERT … VALUES (…)`, the placeholders in the last brackets
 */
export function* multiRowInserts(text: string, rows: readonly (readonly SqlValue[])[]): Generator<MultiRowInsert> {
  let next = 0
  while (next < rows.length) {
    const width = widths.find((candidate) => candidate <= rows.length - next) ?? 1
    yield { text: widened(text, width), values: rows.slice(next, next + width).flat() }
    next += width
  }
}

/** The insert of many rows as one statement, which is not prepared. */
export function wideInsert(text: string, rows: readonly (readonly SqlValue[])[]): MultiRowInsert {
  return { text: text + `, ${marksOf(text)}`.repeat(rows.length - 1), values: rows.flat() }
}

const texts = new Map<string, string>()

function widened(text: string, width: number): string {
  if (width === 1) return text
  const key = `${width} ${text}`
  const known = texts.get(key)
  if (known !== undefined) return known
  const built = text + `, ${marksOf(text)}`.repeat(width - 1)
  texts.set(key, built)
  return built
}

function marksOf(text: string): string {
  const marks = /VALUES\s*(\([^()]*\))\s*$/.exec(text)?.[1]
  if (marks === undefined) throw new RangeError('an insert that does not end with its marks')
  return marks
}
