import { couponColumnNames, couponColumns, lineText, parseLine, ReadCounts, splitLines } from '@yaoquan/api'
import { OperationFault } from '#terminal/output'
import type { TextFile } from './open-text.ts'
import { type CouponTexts, fieldName, propertyOf, type Reason, type Source, type SourceRow } from './source-row.ts'

export type NdjsonOptions = Readonly<{ ignoreUnknown: boolean }>

/** Newline-delimited JSON as the rows of a file. Bad rows are listed with the columns of a table. */
export function ndjsonSource(file: TextFile, options: NdjsonOptions): Source<CouponTexts> {
  return {
    isTable: false,
    titles: couponColumnNames.map((column) => couponColumns[column].wire),
    nameOf: (field) => field,
    leftOut: [],
    columns: [],
    rows: readNdjson(file.pieces(), options),
    read: new ReadCounts(),
    part: () => Math.min(1, file.readBytes() / Math.max(1, file.sizeBytes)),
  }
}

/** Reads the rows of newline-delimited JSON: one object per line with the field names of `querycoupon`. Blank lines are skipped. */
export async function* readNdjson(
  pieces: AsyncIterable<string>,
  options: NdjsonOptions,
): AsyncGenerator<SourceRow, void, undefined> {
  let line = 0
  for await (const texts of splitLines(pieces, tooLong)) {
    for (const text of texts) {
      line += 1
      if (text.trim() !== '') yield readRow(text, line, options)
    }
  }
}

function tooLong(line: number): OperationFault {
  return new OperationFault(`文件已损坏: 第 ${line} 行过长`, `line ${line} is too long`)
}

function readRow(text: string, line: number, { ignoreUnknown }: NdjsonOptions): SourceRow {
  const object = parseLine(text)
  if (object === undefined)
    return { line, cells: [], texts: {}, fault: { zh: '不是JSON对象', en: 'not a JSON object' } }
  const texts: CouponTexts = {}
  const faults: Reason[] = []
  for (const [name, value] of Object.entries(object)) {
    const property = propertyOf(name)
    if (property === undefined) {
      if (!ignoreUnknown) faults.push(unknownMember(name))
      continue
    }
    const valueText = lineText(value)
    if (valueText === undefined) faults.push(wrongKind(fieldName(property)))
    else if (valueText !== '') texts[property] = valueText
  }
  return { line, cells: couponColumnNames.map((column) => texts[column] ?? ''), texts, fault: faults[0] }
}

function unknownMember(name: string): Reason {
  const shown = name.slice(0, 64)
  return { zh: `未知的字段 "${shown}"，可用 --ignore-unknown 忽略`, en: `unknown field; --ignore-unknown ignores it` }
}

function wrongKind(field: string): Reason {
  return { zh: `${field} 应为文本或16位以内的数字`, en: `${field} must be text, or a number of at most 16 digits` }
}
