import { guarded, quotedCsv } from '@yaoquan/api'
import { bytesOf, json, type PageAnswer } from '#site/page-route'
import { xlsxBytes } from '#spreadsheets/xlsx-bytes'

export type FileFormat = 'csv' | 'xlsx'

/** What an operator downloads. `rows`: in blocks; the first may come with the head of the answer. */
export type DownloadedTable = Readonly<{
  name: string
  format: FileFormat
  titles: readonly string[]
  rows: AsyncIterable<readonly (readonly string[])[]>
}>

/** A table as a file: CSV in UTF-8 with a byte order mark, or .xlsx. No value of it is run as a formula. */
export function fileAnswer({ name, format, titles, rows }: DownloadedTable): PageAnswer {
  const isCsv = format === 'csv'
  return {
    ...json({}),
    contentType: contentTypes[format],
    headers: { 'content-disposition': `attachment; filename="${name}.${format}"` },
    body: isCsv ? bytesOf(`\ufeff${csvLine(titles)}`) : new Uint8Array(0),
    rest: isCsv ? csvLines(rows) : xlsxBytes(titles, rows),
  }
}

export const contentTypes: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

async function* csvLines(rows: DownloadedTable['rows']): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const block of rows) yield bytesOf(block.map(csvLine).join(''))
}

/** Lines end as those of spreadsheet programs do. */
function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quotedCsv(guarded(cell))).join(',')}\r\n`
}
