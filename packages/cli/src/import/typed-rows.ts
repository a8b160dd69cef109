import { type ReadDifferently, readTypedCell } from '@yaoquan/api'
import { type CouponProperty, fieldName, type SourceRow } from './source-row.ts'

/** How many rows were read in another form than the file has, as they are read. */
export type TypedRowCounts = Record<ReadDifferently, number>

/** Reads values as people type them and Excel saves them in China, and counts the rows that have such. */
export async function* readTypedRows(
  rows: AsyncIterable<SourceRow>,
  counts: TypedRowCounts,
): AsyncGenerator<SourceRow, void, undefined> {
  for await (const row of rows) {
    if (row.kind === 'bad') {
      yield row
      continue
    }
    const texts = { ...row.texts }
    const found = new Set<ReadDifferently>()
    for (const [property, text] of Object.entries(row.texts) as [CouponProperty, string][]) {
      const read = readTypedCell(fieldName(property), text)
      if (read === undefined) continue
      texts[property] = read.value
      found.add(read.as)
    }
    for (const as of found) counts[as] += 1
    yield { ...row, texts }
  }
}
