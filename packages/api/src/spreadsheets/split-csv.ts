/** Maximum in characters. The longest valid row has about 9,000. Without a limit, an unclosed quote would take the whole file. */
const maxRowLength = 256 * 1024

export type CsvDelimiter = ',' | '\t' | ';'

export type CsvRow = Readonly<{
  /** Line where the row starts, from 1. */
  line: number
  values: readonly string[]
  /** Characters follow a closing quote, so the intended value is unknown. */
  isMalformed: boolean
}>

/**
 * Splits a CSV text (RFC 4180) that arrives in pieces into rows. Rows end with LF or CRLF. A quote inside an unquoted value (a size in
 * inches, bare JSON) is part of the value. Blank lines are skipped.
 * @param damaged makes the error to throw for an unclosed quote or a row over the limit, after all rows before it; lines count from 1
 */
export async function* splitCsv(
  pieces: AsyncIterable<string>,
  delimiter: CsvDelimiter,
  damaged: (line: number) => Error,
): AsyncGenerator<CsvRow, void, undefined> {
  const splitter = new CsvSplitter(delimiter, damaged)
  for await (const piece of pieces) yield* splitter.push(piece)
  yield* splitter.end()
}

/** Like `splitCsv`, for a text that is in memory. */
export function* splitCsvText(
  text: string,
  delimiter: CsvDelimiter,
  damaged: (line: number) => Error,
): Generator<CsvRow, void, undefined> {
  const splitter = new CsvSplitter(delimiter, damaged)
  yield* splitter.push(text)
  yield* splitter.end()
}

/** `start`: before a value. `closing`: after a quote that ends the value unless another quote follows. */
type Mode = 'start' | 'plain' | 'quoted' | 'closing'

class CsvSplitter {
  readonly #delimiter: string
  readonly #damaged: (line: number) => Error
  #mode: Mode = 'start'
  #value = ''
  #values: string[] = []
  #length = 0
  #isMalformed = false
  #line = 1
  #rowLine = 1

  constructor(delimiter: CsvDelimiter, damaged: (line: number) => Error) {
    this.#delimiter = delimiter
    this.#damaged = damaged
  }

  *push(piece: string): Generator<CsvRow, void, undefined> {
    let at = 0
    while (at < piece.length) {
      if (this.#mode === 'quoted') at = this.#quoted(piece, at)
      else if (this.#mode === 'closing') at = this.#closing(piece, at)
      else if (this.#mode === 'start' && piece[at] === '"') at = this.#open(at)
      else at = this.#plain(piece, at)
      if (this.#mode === 'start' && piece[at - 1] === '\n') yield* this.#endRow()
    }
    this.#checkLength()
  }

  *end(): Generator<CsvRow, void, undefined> {
    if (this.#mode === 'quoted') throw this.#damaged(this.#rowLine)
    this.#endValue()
    yield* this.#endRow()
  }

  #open(at: number): number {
    this.#mode = 'quoted'
    return at + 1
  }

  #quoted(piece: string, at: number): number {
    const quote = piece.indexOf('"', at)
    const text = piece.slice(at, quote < 0 ? piece.length : quote)
    this.#value += text
    this.#line += text.split('\n').length - 1
    if (quote < 0) return piece.length
    this.#mode = 'closing'
    return quote + 1
  }

  #closing(piece: string, at: number): number {
    const next = piece.charAt(at)
    if (next === '"') {
      this.#value += '"'
      return this.#open(at)
    }
    if (next === this.#delimiter || next === '\n') this.#endValue()
    else if (next !== '\r') this.#isMalformed = true
    return at + 1
  }

  /** Advances to the end of the value or of the piece. */
  #plain(piece: string, at: number): number {
    this.#mode = 'plain'
    let end = at
    while (end < piece.length && piece[end] !== this.#delimiter && piece[end] !== '\n') end += 1
    this.#value += piece.slice(at, end)
    if (end === piece.length) return end
    if (piece[end] === '\n' && this.#value.endsWith('\r')) this.#value = this.#value.slice(0, -1)
    this.#endValue()
    return end + 1
  }

  #endValue(): void {
    this.#values.push(this.#value)
    this.#length += this.#value.length
    this.#value = ''
    this.#mode = 'start'
    this.#checkLength()
  }

  *#endRow(): Generator<CsvRow, void, undefined> {
    const row = { line: this.#rowLine, values: this.#values, isMalformed: this.#isMalformed }
    this.#line += 1
    this.#rowLine = this.#line
    this.#values = []
    this.#length = 0
    this.#isMalformed = false
    if (row.values.some((value) => value.trim() !== '')) yield row
  }

  #checkLength(): void {
    if (this.#length + this.#value.length > maxRowLength) throw this.#damaged(this.#rowLine)
  }
}

/**
 * The delimiter of a CSV text: the one that its header has most of, as Excel writes tabs ("Unicode text") and, by the settings of the
 * system, semicolons. Lines of notes above the header have none.
 * @param text the text, or its beginning
 */
export function delimiterOf(text: string): CsvDelimiter {
  for (const line of text.split('\n', linesBeforeHeader)) {
    const unquoted = line.replace(/"[^"]*"/g, '')
    const counts = delimiters.map((delimiter) => unquoted.split(delimiter).length - 1)
    const most = Math.max(...counts)
    if (most > 0) return delimiters[counts.indexOf(most)] ?? ','
  }
  return ','
}

const delimiters = [',', '\t', ';'] as const

/** How far the header is looked for. */
const linesBeforeHeader = 10
