import type { TextFile } from './open-text.ts'
import { type CsvOptions, readCsv } from './read-csv.ts'
import { readNdjson } from './read-ndjson.ts'
import type { SourceRow } from './source-row.ts'

/** Reads the rows of a coupon file: as NDJSON if it is named `.ndjson` or `.jsonl` or starts with `{`, else as CSV. */
export async function* readRows(file: TextFile, options: CsvOptions): AsyncGenerator<SourceRow, void, undefined> {
  if (/\.(ndjson|jsonl)$/i.test(file.path) || (await startsWithBrace(file))) {
    yield* readNdjson(file.pieces(), options)
  } else {
    yield* readCsv(file.pieces(), options)
  }
}

async function startsWithBrace(file: TextFile): Promise<boolean> {
  for await (const piece of file.pieces()) {
    const start = piece.trimStart()
    if (start !== '') return start.startsWith('{')
  }
  return false
}
