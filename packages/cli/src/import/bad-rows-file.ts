import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { quotedCsv } from '@yaoquan/api'
import { errorCode, OperationFault } from '#terminal/faults'
import { localized } from '#terminal/language'
import { oneLine } from '#terminal/output'
import type { Reason } from './source-row.ts'

export type BadRow = Readonly<{ line: number; couponCode?: string | undefined; reason: Reason }>

/** The list of rows that were not imported. */
export interface BadRowsFile {
  readonly path: string
  add(row: BadRow): void
  close(): void
}

/**
 * Starts the list of bad rows next to an imported file. Deletes the list of an earlier run; the first bad row creates a new one, so no
 * list means no bad rows. The list is CSV in UTF-8 with a byte order mark, so that Excel opens it.
 * @throws OperationFault if it cannot be written
 */
export function startBadRowsFile(importedPath: string): BadRowsFile {
  const path = `${importedPath}.errors.csv`
  let file: number | undefined
  attempt(path, () => rmSync(path, { force: true }))
  return {
    path,
    add(row) {
      attempt(path, () => {
        file ??= openWithHeader(path)
        writeSync(file, csvLine([String(row.line), row.couponCode ?? '', localized(row.reason)]))
      })
    },
    close() {
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}

function openWithHeader(path: string): number {
  const file = openSync(path, 'w')
  writeSync(file, `\ufeff${csvLine(['line', 'coupon_code', 'reason'])}`)
  return file
}

function csvLine(values: readonly string[]): string {
  return `${values.map((value) => csvValue(oneLine(value).slice(0, 1_000))).join(',')}\n`
}

/** Guards values that a spreadsheet would run as a formula. */
function csvValue(given: string): string {
  return quotedCsv(/^[=+\-@\t]/.test(given) ? `'${given}` : given)
}

function attempt(path: string, work: () => void): void {
  try {
    work()
  } catch (cause) {
    throw new OperationFault(`无法写入 ${path}: ${errorCode(cause)}`, `cannot write ${path}: ${errorCode(cause)}`, {
      cause,
    })
  }
}
