import { encodeGbk } from '@yaoquan/protocol'
import { type Cell, xlsxFile } from '../../packages/server/src/testing/xlsx-file.ts'
import { type MessyCell, type MessyRow, messyNotes, messyTitles } from './messy-rows.ts'

/** Kinds of files that spreadsheet programs save. */
export const messyFormats = ['xlsx', 'gbk', 'utf-8', 'utf-16 tab', 'semicolon'] as const

export type MessyFormat = (typeof messyFormats)[number]

/** The line of the first row in a file. */
export const firstMessyLine = messyNotes.length + 2

/** A file of rows below notes and titles. */
export function messyFile(rows: readonly Pick<MessyRow, 'cells'>[], format: MessyFormat): Buffer {
  const all = [...messyNotes, messyTitles, ...rows.map(({ cells }) => cells)]
  if (format === 'xlsx') return xlsxFile(all.map((cells) => cells.map(xlsxCell)))
  const delimiter = { gbk: ',', 'utf-8': ',', 'utf-16 tab': '\t', semicolon: ';' }[format]
  const text = all.map((cells) => csvLine(cells, delimiter)).join('')
  switch (format) {
    case 'gbk':
      // GBK has the full-width sign alone.
      return Buffer.from(encodeGbk(text.replaceAll('¥', '￥')) ?? '')
    case 'utf-16 tab':
      return Buffer.from(`\ufeff${text}`, 'utf16le')
    case 'utf-8':
      return Buffer.from(`\ufeff${text}`)
    case 'semicolon':
      return Buffer.from(text)
  }
}

/** The second style of the file is that of days. */
function xlsxCell(cell: MessyCell): Cell {
  if (typeof cell !== 'object') return cell
  const serial = Math.round(Date.parse(`${cell.day}T00:00:00Z`) / 86_400_000) + 25_569
  return { xml: `<c s="1"><v>${serial}</v></c>` }
}

/** Excel writes as many values in each line as there are columns. */
function csvLine(cells: readonly MessyCell[], delimiter: string): string {
  const values = messyTitles.map((_, index) => textOf(cells[index] ?? ''))
  const quoted = values.map((value) => (/[",;\t]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
  return `${quoted.join(delimiter)}\r\n`
}

function textOf(cell: MessyCell): string {
  return typeof cell === 'object' ? cell.day.replaceAll('-', '/').replace(/\/0/g, '/') : String(cell)
}
