import { type CsvRow, delimiterOf, splitCsv, unguarded } from '@yaoquan/api'
import { OperationFault } from '#terminal/faults'
import { damagedCsv, emptyFile, misfit, unknownColumn } from './csv-faults.ts'
import { type CouponProperty, type CouponTexts, fieldName, propertyOf, type SourceRow } from './source-row.ts'

type Columns = readonly (CouponProperty | undefined)[]

export type CsvOptions = Readonly<{
  ignoreUnknown: boolean
  /** Values have the apostrophes that `export --excel` adds. */
  isGuarded?: boolean | undefined
}>

/**
 * Reads the rows of a CSV text with a header row, separated by commas or tabs (Excel's "Unicode text").
 * @throws OperationFault for an unsuitable header or damaged text
 */
export async function* readCsv(
  pieces: AsyncIterable<string>,
  options: CsvOptions,
): AsyncGenerator<SourceRow, void, undefined> {
  const { first, all } = await peek(pieces)
  let columns: Columns | undefined
  for await (const row of splitCsv(all, delimiterOf(first), damagedCsv)) {
    if (columns === undefined) columns = readHeader(row.values, options)
    else yield readRow(row, columns, options)
  }
  if (columns === undefined) throw emptyFile()
}

/** Returns the first piece that is not empty for inspection, and all pieces for reading. */
async function peek(pieces: AsyncIterable<string>): Promise<{ first: string; all: AsyncIterable<string> }> {
  const iterator = pieces[Symbol.asyncIterator]()
  let next = await iterator.next()
  while (next.done !== true && next.value === '') next = await iterator.next()
  const first = next.done === true ? '' : next.value
  async function* all() {
    yield first
    yield* { [Symbol.asyncIterator]: () => iterator }
  }
  return { first, all: all() }
}

function readHeader(names: readonly string[], { ignoreUnknown }: CsvOptions): Columns {
  const columns = names.map(propertyOf)
  for (const [index, property] of columns.entries()) {
    if (property === undefined && !ignoreUnknown) throw unknownColumn(names[index] ?? '')
    if (property !== undefined && columns.indexOf(property) !== index) {
      throw new OperationFault(
        `表头有重复的列: ${fieldName(property)}`,
        `the header has the column ${fieldName(property)} twice`,
      )
    }
  }
  if (columns.includes('couponCode')) return columns
  throw new OperationFault(
    `表头缺少列: ${fieldName('couponCode')}`,
    `the header lacks the column ${fieldName('couponCode')}`,
  )
}

function readRow(row: CsvRow, columns: Columns, { isGuarded }: CsvOptions): SourceRow {
  const { line, values } = row
  const reason = misfit(row, columns.length)
  if (reason !== undefined) return { kind: 'bad', line, reason }
  const texts: CouponTexts = {}
  for (const [index, property] of columns.entries()) {
    const value = values[index] ?? ''
    if (property !== undefined && value !== '') texts[property] = isGuarded ? unguarded(value) : value
  }
  return { kind: 'row', line, texts }
}
