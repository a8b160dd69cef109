import { RefusedFile } from './file-problem.ts'
import type { OfficePackage } from './open-package.ts'
import { spreadsheetLimits } from './spreadsheet-limits.ts'
import { walkWholeXml } from './walk-xml.ts'

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

/** The texts that cells name by number. @param part absent in files whose cells hold their texts themselves */
export async function readSharedStrings(file: OfficePackage, part: string | undefined): Promise<readonly string[]> {
  const texts: string[] = []
  if (part === undefined) return texts
  if (!file.has(part)) throw new RefusedFile('FILE_BROKEN')
  const { maxTexts, maxTextLength } = spreadsheetLimits
  let length = 0
  const rich = new RichText(() => new RefusedFile('FILE_CELL'))
  await walkWholeXml(file.read(part), {
    open(tag) {
      if (tag === 'si') rich.clear()
      else rich.open(tag)
    },
    text: (content) => rich.text(content),
    close(tag) {
      rich.close(tag)
      if (tag !== 'si') return
      length += rich.value.length
      if (texts.length === maxTexts || length > maxTextLength) throw new RefusedFile('FILE_TEXT')
      texts.push(rich.value)
    },
  })
  return texts
}
