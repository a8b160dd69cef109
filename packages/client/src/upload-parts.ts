/** A part of an upload, as newline-delimited JSON. */
export type UploadPart = Readonly<{ rows: number; body: string }>

/** Below the 10,000 refused lines that the gateway reports, so that no refused line of a part is missing. */
const maxRows = 5_000
const maxCharacters = 2 * 1024 * 1024

/**
 * Splits rows into parts of at most 5,000 rows and 2 MiB of text. The same rows give the same parts.
 * @param lineOf one row as JSON without a line break
 */
export async function* partsOf<Row>(
  rows: Iterable<Row> | AsyncIterable<Row>,
  lineOf: (row: Row) => string,
): AsyncGenerator<UploadPart, void, undefined> {
  let lines: string[] = []
  let characters = 0
  const take = (): UploadPart => {
    const part = { rows: lines.length, body: lines.join('') }
    lines = []
    characters = 0
    return part
  }
  for await (const row of rows) {
    const line = `${lineOf(row)}\n`
    if (characters + line.length > maxCharacters && lines.length > 0) yield take()
    lines.push(line)
    characters += line.length
    if (lines.length === maxRows) yield take()
  }
  if (lines.length > 0) yield take()
}
