/** Some of the coupons of an upload, as newline-delimited JSON. */
export type UploadPart = Readonly<{ rows: number; body: string }>

/** The gateway names at most 10,000 refused lines of an upload, so all of a part's can be told. */
const maxRows = 5_000
const maxCharacters = 2 * 1024 * 1024

/** Cuts coupons into parts of bounded size; the same coupons make the same parts. */
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
