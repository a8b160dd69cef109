import { open, readFile } from 'node:fs/promises'
import { afterQuote, delimiterOf, type FileRow, splitCsv } from '@yaoquan/api'
import { OperationFault } from '#terminal/output'
import { openText, type TextFile } from './open-text.ts'
import { damagedCsv } from './read-header.ts'

/** The rows of a table, the header among the first. */
export type FileRows = Readonly<{
  rows: AsyncIterable<FileRow>
  /** Rows have blank values at their end, as in CSV, so that one with fewer values than the header is damaged. */
  hasWidth: boolean
  /** Which part was read so far, 0..1. */
  part: () => number
}>

/**
 * Opens a table: an .xlsx file, which a process with limits reads, or CSV with commas, tabs or semicolons, of any length.
 * @throws OperationFault if it cannot be read
 */
export async function openFileRows(path: string, encoding: string | undefined): Promise<FileRows> {
  if (await isSpreadsheet(path)) return spreadsheetRows(path)
  const file = await openText(path, encoding)
  return {
    rows: csvRows(file),
    hasWidth: true,
    part: () => Math.min(1, file.readBytes() / Math.max(1, file.sizeBytes)),
  }
}

/** Whether a file is a zip, as .xlsx files are, or one of Excel before 2007 or a web page, which are refused. */
export async function isSpreadsheet(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined)
  if (file === undefined) return false
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(64), 0, 64, 0)
    const start = Buffer.from(buffer.subarray(0, bytesRead)).toString('latin1')
    return start.startsWith('PK\x03\x04') || start.startsWith('\xd0\xcf\x11\xe0') || /^(?:ï»¿)?\s*</.test(start)
  } catch {
    // What cannot be read is no spreadsheet; opening it as text says why.
    return false
  } finally {
    await file.close()
  }
}

async function* csvRows(file: TextFile): AsyncGenerator<FileRow, void, undefined> {
  const { first, all } = await peek(file.pieces())
  for await (const { line, values, isMalformed } of splitCsv(all, delimiterOf(first), damagedCsv)) {
    yield isMalformed ? { line, values, fault: afterQuote } : { line, values }
  }
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

/** Collects all rows before the first is used, because the process that reads the file ends if nobody reads from it for long. */
async function spreadsheetRows(path: string): Promise<FileRows> {
  const { readSpreadsheet } = await import('#server')
  const rows: FileRow[] = []
  for await (const message of await readSpreadsheet(await readFile(path))) {
    if (message.kind === 'refused') throw refusedFile(message.problem)
    if (message.kind === 'rows') rows.push(...message.rows)
  }
  let taken = 0
  async function* all() {
    for (const row of rows) {
      taken += 1
      yield row
    }
  }
  return { rows: all(), hasWidth: false, part: () => taken / Math.max(1, rows.length) }
}

type Problem = Readonly<{
  zh: string
  en: string
  sheet?: string | undefined
  line?: number | undefined
  column?: string | undefined
}>

function refusedFile({ zh, en, sheet, line, column }: Problem): OperationFault {
  const inZh = [sheet && `工作表“${sheet}”`, line && `第 ${line} 行`, column && `${column} 列`].filter(Boolean).join('')
  const inEn = [sheet && `sheet "${sheet}"`, line && `line ${line}`, column && `column ${column}`].filter(Boolean)
  return new OperationFault(inZh === '' ? zh : `${inZh}: ${zh}`, inEn.length === 0 ? en : `${inEn.join(', ')}: ${en}`)
}
