import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { guarded, isReasonColumn, quotedCsv, reasonColumn } from '@yaoquan/api'
import { errorCode, OperationFault } from '#terminal/faults'
import { language, localized } from '#terminal/language'
import type { Reason } from './source-row.ts'

/** A row that was not imported: as the file has it, and all that is wrong with it. */
export type BadRow = Readonly<{ line: number; cells: readonly string[]; reasons: readonly Reason[] }>

/** The list of rows that were not imported. */
export interface BadRowsFile {
  readonly path: string
  add(row: BadRow): void
  close(): Promise<void>
}

/** `isSpreadsheet`: the list is an .xlsx file, as the imported file is. */
export type BadRowsOptions = Readonly<{ titles: readonly string[]; isSpreadsheet: boolean }>

/**
 * Starts the list of bad rows next to an imported file. Deletes the lists of an earlier run; the first bad row creates a new one, so no
 * list means no bad rows. It has the columns of the file and a last one with the reasons, so that it can be mended and imported itself.
 * It holds full phones: only its owner may read it.
 * @throws OperationFault if it cannot be written
 */
export function startBadRowsFile(importedPath: string, { titles, isSpreadsheet }: BadRowsOptions): BadRowsFile {
  const [csv, xlsx] = [`${importedPath}.errors.csv`, `${importedPath}.errors.xlsx`]
  for (const path of [csv, xlsx]) attempt(path, () => rmSync(path, { force: true }))
  const kept = titles.flatMap((title, place) => (isReasonColumn(title) ? [] : [place]))
  const head = [...kept.map((place) => titles[place] ?? ''), localized(reasonColumn)]
  const cellsOf = ({ line, cells, reasons }: BadRow) => [
    ...kept.map((place) => cells[place] ?? ''),
    reasonText(line, reasons),
  ]
  return isSpreadsheet ? spreadsheetList(xlsx, head, cellsOf) : csvList(csv, head, cellsOf)
}

type CellsOf = (row: BadRow) => readonly string[]

/** CSV in UTF-8 with a byte order mark, so that Excel opens it. */
function csvList(path: string, head: readonly string[], cellsOf: CellsOf): BadRowsFile {
  let file: number | undefined
  return {
    path,
    add(row) {
      attempt(path, () => {
        file ??= openWithHeader(path, head)
        writeSync(file, csvLine(cellsOf(row)))
      })
    },
    async close() {
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}

/** Rows of spreadsheets are few enough to be kept until the end. */
function spreadsheetList(path: string, head: readonly string[], cellsOf: CellsOf): BadRowsFile {
  const rows: (readonly string[])[] = []
  return {
    path,
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
        await writeFile(path, xlsxBytes(head, blocks()), { mode: ownerOnly })
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

function openWithHeader(path: string, head: readonly string[]): number {
  const file = openSync(path, 'w', ownerOnly)
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
