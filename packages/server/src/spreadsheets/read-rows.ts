import { createHash } from 'node:crypto'
import { readCellStyles } from './cell-styles.ts'
import { csvRows } from './csv-rows.ts'
import { RefusedFile } from './file-problem.ts'
import { openPackage } from './open-package.ts'
import { readSharedStrings } from './rich-text.ts'
import { SheetCells } from './sheet-cells.ts'
import type { FileMessage, SheetRow } from './sheet-row.ts'
import { spreadsheetLimits } from './spreadsheet-limits.ts'
import { walkXml } from './walk-xml.ts'
import { readWorkbook } from './workbook.ts'

/** Reads a file message by message: an .xlsx file if it starts like one, else CSV. */
export async function* readRows(file: Uint8Array): AsyncGenerator<FileMessage, void, undefined> {
  let sheet: string | undefined
  try {
    if (file.length > spreadsheetLimits.maxFileBytes) throw new RefusedFile('FILE_TOO_LARGE')
    if (startsWith(file, oldExcel)) throw new RefusedFile('FILE_OLD_EXCEL')
    if (isMarkup(file)) throw new RefusedFile('FILE_WEB_PAGE')
    for await (const message of messagesOf(file)) {
      if (message.kind === 'sheet') sheet = message.name
      yield message
    }
  } catch (error) {
    if (!(error instanceof RefusedFile)) throw error
    yield { kind: 'refused', problem: { ...(sheet === undefined ? {} : { sheet }), ...error.problem } }
  }
}

const zip = [0x50, 0x4b]
/** First bytes of Office files before 2007 and of encrypted ones. */
const oldExcel = [0xd0, 0xcf, 0x11, 0xe0]

function startsWith(file: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => file[index] === byte)
}

/** Whether the first character is `<`, with which no header of a table begins. */
function isMarkup(file: Uint8Array): boolean {
  return /^(?:\xef\xbb\xbf)?\s*</.test(Buffer.from(file.subarray(0, 64)).toString('latin1'))
}

async function* messagesOf(file: Uint8Array): AsyncGenerator<FileMessage, void, undefined> {
  const digest = createHash('sha256').update(file).digest('hex')
  if (!startsWith(file, zip)) {
    yield { kind: 'sheet', name: undefined, digest }
    yield* inBatches(csvRows(file))
    return
  }
  const parts = await openPackage(file)
  const { sheet, sharedStrings, styles, is1904 } = await readWorkbook(parts)
  yield { kind: 'sheet', name: sheet.name, digest }
  const strings = await readSharedStrings(parts, sharedStrings)
  const cellStyles = await readCellStyles(parts, styles)
  const cells = new SheetCells({ sheet: sheet.name, strings, styles: cellStyles, is1904 })
  async function* rows() {
    for await (const _ of walkXml(parts.read(sheet.part), cells)) yield* cells.take()
  }
  yield* inBatches(rows())
}

/** Rows of one message. */
const batchRows = 500
const batchLength = 1 << 18

/** @throws RefusedFile for a file without rows, and above the limits of rows, columns and text */
async function* inBatches(all: AsyncIterable<SheetRow>): AsyncGenerator<FileMessage, void, undefined> {
  let rows: SheetRow[] = []
  let [count, length, batch] = [0, 0, 0]
  for await (const row of all) {
    const size = checkedLength(row)
    count += 1
    length += size
    batch += size
    if (count > spreadsheetLimits.maxRows) throw new RefusedFile('FILE_ROWS', { line: row.line })
    if (length > spreadsheetLimits.maxTextLength) throw new RefusedFile('FILE_TEXT', { line: row.line })
    rows.push(row)
    if (rows.length < batchRows && batch < batchLength) continue
    yield { kind: 'rows', rows }
    rows = []
    batch = 0
  }
  if (count === 0) throw new RefusedFile('FILE_EMPTY')
  yield { kind: 'rows', rows }
  yield { kind: 'end', count }
}

function checkedLength({ line, values }: SheetRow): number {
  if (values.length > spreadsheetLimits.maxColumns) throw new RefusedFile('FILE_COLUMNS', { line })
  if (values.some((value) => value.length > spreadsheetLimits.maxCellLength))
    throw new RefusedFile('FILE_CELL', { line })
  return values.reduce((sum, value) => sum + value.length, 0)
}
