import { RefusedFile } from './file-problem.ts'
import type { OfficePackage } from './open-package.ts'
import { RichText } from './rich-text.ts'
import { spreadsheetLimits } from './spreadsheet-limits.ts'
import { walkWholeXml } from './walk-xml.ts'

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
