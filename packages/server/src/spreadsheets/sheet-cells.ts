import { type CellStyle, dateText } from './cell-styles.ts'
import { columnLetters, RefusedFile } from './file-problem.ts'
import { RichText } from './rich-text.ts'
import type { CellFault, SheetRow } from './sheet-row.ts'
import { spreadsheetLimits } from './spreadsheet-limits.ts'
import type { XmlHandlers } from './walk-xml.ts'

export type CellTexts = Readonly<{
  sheet: string
  strings: readonly string[]
  styles: readonly CellStyle[]
  is1904: boolean
}>

/** Collects rows from the elements of a sheet (ECMA-376, part 1, 18.3.1). */
export class SheetCells implements XmlHandlers {
  readonly #texts: CellTexts
  readonly #rich = new RichText(() => this.#refused('FILE_CELL'))
  #rows: SheetRow[] = []
  #line = 0
  #values: string[] = []
  #fault: CellFault | undefined
  #column = -1
  #type = ''
  #style = 0
  #isValue = false

  constructor(texts: CellTexts) {
    this.#texts = texts
  }

  /** The rows since the last call. */
  take(): readonly SheetRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  readonly open = (tag: string, { r, t = 'n', s = '0' }: Readonly<Record<string, string>>): void => {
    if (tag === 'row') this.#openRow(r)
    else if (tag === 'c') this.#openCell(r, t, Number(s))
    else if (tag === 'v') this.#isValue = true
    else this.#rich.open(tag)
  }

  readonly text = (content: string): void => {
    if (this.#isValue) {
      this.#rich.open('t')
      this.#rich.text(content)
      this.#rich.close('t')
    } else this.#rich.text(content)
  }

  readonly close = (tag: string): void => {
    if (tag === 'v') this.#isValue = false
    else if (tag === 'c') this.#closeCell()
    else if (tag === 'row') this.#closeRow()
    else this.#rich.close(tag)
  }

  #openRow(line: string | undefined): void {
    const next = line === undefined ? this.#line + 1 : Number(line)
    if (!Number.isSafeInteger(next) || next <= this.#line) throw this.#refused('FILE_BROKEN')
    this.#line = next
    this.#values = []
    this.#fault = undefined
    this.#column = -1
  }

  #openCell(place: string | undefined, type: string, style: number): void {
    const column = place === undefined ? this.#column + 1 : columnIndex(place)
    if (!(column > this.#column)) throw this.#refused('FILE_BROKEN')
    this.#column = column
    this.#type = type
    this.#style = style
    this.#rich.clear()
  }

  #closeCell(): void {
    const value = this.#cellValue(this.#rich.value)
    if (value.trim() === '') return
    if (this.#column >= spreadsheetLimits.maxColumns) throw this.#refused('FILE_COLUMNS')
    while (this.#values.length < this.#column) this.#values.push('')
    this.#values.push(value)
  }

  #closeRow(): void {
    if (this.#values.length === 0) return
    const row = { line: this.#line, values: this.#values }
    this.#rows.push(this.#fault === undefined ? row : { ...row, fault: this.#fault })
  }

  #cellValue(text: string): string {
    switch (this.#type) {
      case 's':
        return this.#sharedText(text)
      case 'b':
        return text === '1' ? 'TRUE' : 'FALSE'
      case 'e':
        this.#blame(`单元格是错误值 ${text.slice(0, 16)}`, `the cell is the error ${text.slice(0, 16)}`)
        return text
      case 'n':
        return text === '' ? '' : this.#numberText(text)
      default:
        return text
    }
  }

  #sharedText(index: string): string {
    const text = this.#texts.strings[Number(index)]
    if (text === undefined) throw this.#refused('FILE_BROKEN')
    return text
  }

  #numberText(text: string): string {
    const { styles, is1904 } = this.#texts
    const style = styles[this.#style]
    const value = Number(text)
    if (Number.isNaN(value)) throw this.#refused('FILE_BROKEN')
    if (style === 'date') return dateText(value, is1904) ?? String(value)
    // Excel keeps 15 digits, and has put zeros in place of the others already.
    if (Math.abs(value) >= 1e15) {
      this.#blame(
        '超过15位的数字已被表格舍入，请把该列设为文本',
        'a number of over 15 digits was rounded; format the column as text',
      )
    }
    // The last digits of what a formula computed, as 0.30000000000000004, are not shown either.
    if (!Number.isInteger(value) || Math.abs(value) >= 1e21) return String(Number(value.toPrecision(15)))
    return value < 0 ? value.toFixed(0) : value.toFixed(0).padStart(style?.digits ?? 0, '0')
  }

  #blame(zh: string, en: string): void {
    this.#fault ??= { column: columnLetters(this.#column), zh, en }
  }

  #refused(code: 'FILE_BROKEN' | 'FILE_COLUMNS' | 'FILE_CELL'): RefusedFile {
    const column = this.#column < 0 ? undefined : columnLetters(this.#column)
    return new RefusedFile(code, { sheet: this.#texts.sheet, line: this.#line, column })
  }
}

/** The index of a column from 0 by the place of its cell, as `BC7`; -1 for what is none. */
function columnIndex(place: string): number {
  const letters = /^([A-Z]{1,3})\d+$/.exec(place)?.[1] ?? ''
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}
