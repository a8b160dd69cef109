import { spreadsheetLimits } from './spreadsheet-limits.ts'

/** Place in the file: name of the sheet, line from 1, letters of the column. */
export type FilePlace = Readonly<{ sheet?: string | undefined; line?: number | undefined; column?: string | undefined }>

/** Why a file is not read any further. It holds nothing of the file but the name of a sheet. */
export type FileProblem = FilePlace & Readonly<{ code: FileProblemCode; zh: string; en: string }>

const { maxRows, maxColumns, maxCellLength } = spreadsheetLimits

/** The rules that a file must keep. */
const rules = {
  FILE_EMPTY: { zh: '文件是空的', en: 'the file is empty' },
  FILE_TOO_LARGE: { zh: '文件超过20 MB', en: 'the file is larger than 20 MB' },
  FILE_OLD_EXCEL: {
    zh: '这是旧式 .xls 或加密的文件，请另存为不加密的 .xlsx 或 CSV',
    en: 'this is an old .xls or an encrypted file; save it as .xlsx without a password, or as CSV',
  },
  FILE_WEB_PAGE: {
    zh: '这是网页或XML文件，有的系统以 .xls 为名导出这种文件；请用Excel打开，另存为 .xlsx 或 CSV',
    en: 'this is a web page or XML, which some systems export under the name .xls; open it in Excel and save it as .xlsx or CSV',
  },
  FILE_NOT_XLSX: { zh: '这不是 .xlsx 表格', en: 'this is no .xlsx spreadsheet' },
  FILE_BROKEN: { zh: '文件已损坏', en: 'the file is damaged' },
  FILE_EXPANDS: { zh: '文件展开后超过上限', en: 'the file unpacks to more than is allowed' },
  FILE_EXTERNAL: {
    zh: '文件引用了其他文件，请只保留数值后再上传',
    en: 'the file refers to other files; keep values only',
  },
  FILE_ENCODING: {
    zh: '文字编码不是UTF-8、UTF-16或GBK，或已损坏',
    en: 'the text is not valid UTF-8, UTF-16 or GBK',
  },
  FILE_QUOTE: {
    zh: '引号没有闭合，或一行过长',
    en: 'a quote is not closed, or the row is too long',
  },
  FILE_ROWS: { zh: `超过${maxRows}行，请分成几个文件`, en: `more than ${maxRows} rows; split the file` },
  FILE_COLUMNS: { zh: `超过${maxColumns}列`, en: `more than ${maxColumns} columns` },
  FILE_CELL: { zh: `单元格超过${maxCellLength}个字符`, en: `a cell has more than ${maxCellLength} characters` },
  FILE_TEXT: { zh: '文字总量超过上限，请分成几个文件', en: 'too much text in all; split the file' },
  FILE_SLOW: { zh: '读取超时', en: 'reading took too long' },
  FILE_UNREADABLE: { zh: '无法读取这个文件', en: 'the file cannot be read' },
} as const

export type FileProblemCode = keyof typeof rules

/** The problem of a file that breaks a rule. */
export function fileProblem(code: FileProblemCode, place: FilePlace = {}): FileProblem {
  return { code, ...rules[code], ...place }
}

/** Ends the reading of a file. */
export class RefusedFile extends Error {
  readonly problem: FileProblem

  constructor(code: FileProblemCode, place: FilePlace = {}) {
    super(code)
    this.problem = fileProblem(code, place)
  }
}

/** The letters of a column. @param index from 0 */
export function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : `${columnLetters(Math.floor(index / 26) - 1)}${letter}`
}
