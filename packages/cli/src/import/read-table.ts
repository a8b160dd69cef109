import {
  type DayOrder,
  type FileRow,
  findHeader,
  isReasonColumn,
  ReadCounts,
  type ReadField,
  type RowReading,
  readFileRow,
  rowsBeforeHeader,
} from '@yaoquan/api'
import type { FileRows } from './file-rows.ts'
import { emptyFile, type HeaderOptions, mappingOf, readHeader } from './read-header.ts'
import type { Source, SourceColumn, SourceRow } from './source-row.ts'

export type TableOptions = HeaderOptions & Readonly<{ order: DayOrder | undefined }>

type Field = Pick<ReadField, 'name' | 'value'>

/**
 * Reads a table with a header row, which may be below notes.
 * @param textsOf makes the texts of a row of its fields
 * @throws OperationFault for an unsuitable header; damaged text is thrown after the rows before it
 */
export async function readTable<Texts>(
  file: FileRows,
  options: TableOptions,
  textsOf: (fields: readonly Field[]) => Texts,
): Promise<Source<Texts>> {
  const { first, rest } = await firstRows(file.rows)
  const header =
    first[
      findHeader(
        first.map(({ values }) => values),
        options.kind,
        (titles) => mappingOf(titles, options),
      )
    ]
  if (header === undefined) {
    for await (const _ of rest);
    throw emptyFile()
  }
  const titles = header.values.map((title) => title.trim())
  const mapping = readHeader(titles, options)
  const reading = {
    mapping,
    order: options.order,
    width: file.hasWidth ? titles.length : undefined,
    reasons: titles.findIndex(isReasonColumn),
  }
  const below = after(header.line, first, rest)
  const read = new ReadCounts()
  const columns = columnsOf(titles, mapping)
  return {
    isTable: true,
    titles,
    nameOf: (field) => columns.find((column) => column.field === field)?.title ?? field,
    leftOut: titles.flatMap((title, place) => (mapping[place] === undefined ? [title || `#${place + 1}`] : [])),
    columns,
    rows: readRows(below, { reading, read, columns, textsOf }),
    read,
    part: file.part,
  }
}

/** The first rows, and those after them; a fault among the first is thrown by the latter. */
async function firstRows(rows: AsyncIterable<FileRow>) {
  const iterator = rows[Symbol.asyncIterator]()
  const first: FileRow[] = []
  let failed: unknown
  try {
    while (first.length < rowsBeforeHeader) {
      const next = await iterator.next()
      if (next.done === true) break
      first.push(next.value)
    }
  } catch (error) {
    failed = error
  }
  async function* rest(): AsyncGenerator<FileRow, void, undefined> {
    if (failed !== undefined) throw failed
    yield* { [Symbol.asyncIterator]: () => iterator }
  }
  return { first, rest: rest() }
}

async function* after(line: number, first: readonly FileRow[], rest: AsyncIterable<FileRow>) {
  yield* first.filter((row) => row.line > line)
  yield* rest
}

type Example = Readonly<{ given: string; value: string }>
type Column = SourceColumn & Readonly<{ examples: Example[] }>

function columnsOf(titles: readonly string[], mapping: RowReading['mapping']): readonly Column[] {
  return mapping.flatMap((field, place) => {
    return field === undefined ? [] : [{ place, title: titles[place] ?? field, field, examples: [] }]
  })
}

type Reader<Texts> = Readonly<{
  reading: RowReading
  read: ReadCounts
  columns: readonly Column[]
  textsOf: (fields: readonly Field[]) => Texts
}>

async function* readRows<Texts>(
  rows: AsyncIterable<FileRow>,
  { reading, read, columns, textsOf }: Reader<Texts>,
): AsyncGenerator<SourceRow<Texts>, void, undefined> {
  const examplesAt: Example[][] = []
  for (const { place, examples } of columns) examplesAt[place] = examples
  for await (const row of rows) {
    const { fields, fault } = readFileRow(row, reading)
    if (fields.length === 0 && fault === undefined) continue
    read.add(fields)
    for (const { column, given, value } of fields) {
      const examples = examplesAt[column]
      if (examples !== undefined && examples.length < maxExamples) examples.push({ given, value })
    }
    yield { line: row.line, cells: row.values, texts: textsOf(fields), fault }
  }
}

/** How many values show how a column is read. */
const maxExamples = 5
