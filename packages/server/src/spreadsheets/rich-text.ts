import type { RefusedFile } from './file-problem.ts'
import { spreadsheetLimits } from './spreadsheet-limits.ts'

/** Collects the text of a cell from the elements `t` of its runs. Readings of Chinese characters (`rPh`) are left out. */
export class RichText {
  readonly #tooLong: () => RefusedFile
  #value = ''
  #isText = false
  #isReading = false

  /** @param tooLong makes the error to throw for a text that is longer than a cell may be */
  constructor(tooLong: () => RefusedFile) {
    this.#tooLong = tooLong
  }

  /** Control characters are written as `_x000D_` (ECMA-376, part 1, 22.9.2.19). */
  get value(): string {
    return this.#value.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
  }

  clear(): void {
    this.#value = ''
    this.#isText = false
    this.#isReading = false
  }

  open(tag: string): void {
    if (tag === 't') this.#isText = true
    if (tag === 'rPh') this.#isReading = true
  }

  text(content: string): void {
    if (!this.#isText || this.#isReading) return
    this.#value += content
    if (this.#value.length > spreadsheetLimits.maxCellLength) throw this.#tooLong()
  }

  close(tag: string): void {
    if (tag === 't') this.#isText = false
    if (tag === 'rPh') this.#isReading = false
  }
}
