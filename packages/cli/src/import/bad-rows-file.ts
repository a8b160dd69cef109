import { closeSync, existsSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { guarded, isReasonColumn, isUnread, quotedCsv, reasonColumn, unguarded, unreadNote } from '@yaoquan/api'
import { errorCode, language, localized, OperationFault } from '#terminal/output'
import type { Reason } from './source-row.ts'

/** A row that was not imported: as the file has it, and all that is wrong with it. */
export type BadRow = Readonly<{ line: number; cells: readonly string[]; reasons: readonly Reason[] }>

/** The list of rows that were not imported. It gets its name when it is closed. */
export interface BadRowsFile {
  readonly path: string
  /** Lists of an earlier run, which this one leaves as they are. */
  readonly earlier: readonly string[]
  add(row: BadRow): void
  close(): Promise<void>
}

/**
 * `isSpreadsheet`: the list is an .xlsx file, as the imported file is. `isTable`: cells are those of a table, in which an apostrophe guards
 * a value. `isCheck`: nothing is imported, so the list does not take the place of one that may be in work.
 */
export type BadRowsOptions = Readonly<{
  titles: readonly string[]
  isSpreadsheet: boolean
  isTable: boolean
  isCheck?: boolean
}>

/**
 * Starts the list of bad rows next to an imported file. It has the columns of the file and a last one with the reasons, so that it can be
 * mended and imported itself. It replaces the list of an earlier run only if there are bad rows again, and only when it is complete.
 * It holds full phones: only its owner may read it.
 * @throws OperationFault if it cannot be written
 */
export function startBadRowsFile(importedPath: string, options: BadRowsOptions): BadRowsFile {
  const { titles, isSpreadsheet, isTable, isCheck = false } = options
  const name = `${importedPath}.${isCheck ? 'check' : 'errors'}`
  const path = `${name}.${isSpreadsheet ? 'xlsx' : 'csv'}`
  const earlier = isCheck ? [] : [`${name}.csv`, `${name}.xlsx`].filter((one) => existsSync(one))
  const kept = titles.flatMap((title, place) => (isReasonColumn(title) ? [] : [place]))
  // Writing guards again what needs it.
  const ofCell = (cell = '') => (isTable ? unguarded(cell) : cell)
  const head = [...kept.map((place) => ofCell(titles[place])), localized(reasonColumn)]
  const cellsOf = ({ line, cells, reasons }: BadRow) => {
    const note = isTable && reasons.some(isUnread) ? localized(unreadNote(cells, titles)) : ''
    return [...kept.map((place) => ofCell(cells[place])), `${reasonText(line, reasons)}${note}`]
  }
  return { path, earlier, ...(isSpreadsheet ? spreadsheetList(path, head, cellsOf) : csvList(path, head, cellsOf)) }
}

type List = Pick<BadRowsFile, 'add' | 'close'>

type CellsOf = (row: BadRow) => readonly string[]

/** CSV in UTF-8 with a byte order mark, so that Excel opens it. */
function csvList(path: string, head: readonly string[], cellsOf: CellsOf): List {
  const part = partOf(path)
  let file: number | undefined
  return {
    add(row) {
      attempt(path, () => {
        file ??= openWithHeader(part, head)
        writeSync(file, csvLine(cellsOf(row)))
      })
    },
    async close() {
      if (file === undefined) return
      closeSync(file)
      file = undefined
      attempt(path, () => renameSync(part, path))
    },
  }
}

/** Rows of spreadsheets are few enough to be kept until the end. */
function spreadsheetList(path: string, head: readonly string[], cellsOf: CellsOf): List {
  const rows: (readonly string[])[] = []
  return {
    add(row) {
      rows.push(cellsOf(row))
    },
    async close() {
      if (rows.length === 0) return
      const { xlsxBytes } = await import('#server')
      async function* blocks() {
        yield rows
      }
      try {
        const part = partOf(path)
        await writeFile(part, xlsxBytes(head, blocks()), { mode: ownerOnly })
        await rename(part, path)
      } catch (cause) {
        throw unwritable(path, cause)
      }
    },
  }
}

/** Line of the file that was imported, and all that is wrong. */
function reasonText(line: number, reasons: readonly Reason[]): string {
  const separator = language === 'zh' ? '；' : '; '
  return `${localized({ zh: `第 ${line} 行：`, en: `line ${line}: ` })}${reasons.map(localized).join(separator)}`
}

const ownerOnly = 0o600

/** Where a list stands until it is complete. */
function partOf(path: string): string {
  return `${path}.${process.pid}.part`
}

function openWithHeader(path: string, head: readonly string[]): number {
  rmSync(path, { force: true })
  const file = openSync(path, 'wx', ownerOnly)
  writeSync(file, `\ufeff${csvLine(head)}`)
  return file
}

function csvLine(values: readonly string[]): string {
  return `${values.map((value) => quotedCsv(guarded(value))).join(',')}\r\n`
}

function attempt(path: string, work: () => void): void {
  try {
    work()
  } catch (cause) {
    throw unwritable(path, cause)
  }
}

function unwritable(path: string, cause: unknown): OperationFault {
  const code = errorCode(cause)
  return new OperationFault(`无法写入 ${path}: ${code}`, `cannot write ${path}: ${code}`, { cause })
}
