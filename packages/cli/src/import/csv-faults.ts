import type { CsvRow } from '@yaoquan/api'
import { OperationFault } from '#terminal/faults'
import type { Reason } from './source-row.ts'

/** The fault of a CSV file whose rows cannot be separated from `line` on. */
export function damagedCsv(line: number): OperationFault {
  return new OperationFault(
    `文件已损坏: 第 ${line} 行起的引号没有闭合，或一行过长`,
    `a quote that starts in line ${line} is not closed, or the row is too long`,
  )
}

/** The fault of a file without a header row. */
export function emptyFile(): OperationFault {
  return new OperationFault('文件是空的', 'the file is empty')
}

/** The fault of a header with a column that is not known. */
export function unknownColumn(name: string): OperationFault {
  return new OperationFault(
    `表头有未知的列: "${name.slice(0, 64)}"，可用 --ignore-unknown 忽略`,
    `the header has an unknown column "${name.slice(0, 64)}"; --ignore-unknown ignores it`,
  )
}

/** Why a row does not fit a header with `columns` columns; undefined if it does. */
export function misfit({ values, isMalformed }: CsvRow, columns: number): Reason | undefined {
  if (isMalformed) return { zh: '引号之后还有字符', en: 'characters after a closing quote' }
  if (values.length === columns) return undefined
  return {
    zh: `有 ${values.length} 列，表头有 ${columns} 列`,
    en: `${values.length} columns, the header has ${columns}`,
  }
}
