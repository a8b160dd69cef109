import { lineText, parseLine, splitLines } from '@yaoquan/api'
import { OperationFault } from '#terminal/faults'
import { type CouponTexts, fieldName, propertyOf, type Reason, type SourceRow } from './source-row.ts'

export type NdjsonOptions = Readonly<{ ignoreUnknown: boolean }>

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
  if (object === undefined) return bad(line, { zh: '不是JSON对象', en: 'not a JSON object' })
  const texts: CouponTexts = {}
  for (const [name, value] of Object.entries(object)) {
    const property = propertyOf(name)
    if (property === undefined) {
      if (!ignoreUnknown) return bad(line, unknownMember(name), texts)
    } else {
      const valueText = lineText(value)
      if (valueText === undefined) return bad(line, wrongKind(fieldName(property)), texts)
      if (valueText !== '') texts[property] = valueText
    }
  }
  return { kind: 'row', line, texts }
}

function bad(line: number, reason: Reason, { couponCode }: CouponTexts = {}): SourceRow {
  return { kind: 'bad', line, couponCode, reason }
}

function unknownMember(name: string): Reason {
  const shown = name.slice(0, 64)
  return { zh: `未知的字段 "${shown}"，可用 --ignore-unknown 忽略`, en: `unknown field; --ignore-unknown ignores it` }
}

function wrongKind(field: string): Reason {
  return { zh: `${field} 应为文本或16位以内的数字`, en: `${field} must be text, or a number of at most 16 digits` }
}
