import { RefusedFile } from './file-problem.ts'
import type { OfficePackage } from './open-package.ts'
import { spreadsheetLimits } from './spreadsheet-limits.ts'
import { walkWholeXml } from './walk-xml.ts'

/** How a style shows the number of a cell: as a day or a moment, with so many digits, or as it is. */
export type CellStyle = 'date' | Readonly<{ digits: number }> | undefined

/** The styles that cells name by their place. */
export async function readCellStyles(file: OfficePackage, part: string | undefined): Promise<readonly CellStyle[]> {
  const styles: CellStyle[] = []
  if (part === undefined || !file.has(part)) return styles
  const own = new Map<number, CellStyle>()
  let isInCells = false
  await walkWholeXml(file.read(part), {
    open(tag, { numFmtId = '', formatCode = '' }) {
      const format = Number(numFmtId)
      if (tag === 'numFmt') own.set(format, styleOf(formatCode))
      if (tag === 'cellXfs') isInCells = true
      if (tag === 'xf' && isInCells) styles.push(own.get(format) ?? (builtInDates.has(format) ? 'date' : undefined))
      if (Math.max(styles.length, own.size) > spreadsheetLimits.maxStyles) throw new RefusedFile('FILE_EXPANDS')
    },
    close(tag) {
      if (tag === 'cellXfs') isInCells = false
    },
  })
  return styles
}

/** Number formats that are dates in every file, those of Chinese Excel included (ECMA-376, part 1, 18.8.30). */
const builtInDates: ReadonlySet<number> = new Set(
  [
    [14, 22],
    [27, 36],
    [45, 47],
    [50, 58],
  ].flatMap(([from = 0, to = 0]) => Array.from({ length: to - from + 1 }, (_, index) => from + index)),
)

/**
 * A format of zeros and texts around them, as `0000`, `[Red]0000;-0000` or `"No "0000`, is how spreadsheets show codes of shops and cards
 * that begin with zeros. The first of its sections is that of positive numbers, unless a section has a condition.
 */
function styleOf(formatCode: string): CellStyle {
  if (showsDate(formatCode)) return 'date'
  const isConditional = /\[[<>=]/.test(formatCode)
  const [positive = ''] = formatCode.replace(literals, '').split(';')
  const zeros = isConditional ? undefined : /^[-+() ]*(0{2,32})[-+() ]*$/.exec(positive)?.[1]
  return zeros === undefined ? undefined : { digits: zeros.length }
}

/** Texts in quotes, escaped characters, blanks as wide as a character, fillings, colours and languages. */
const literals = /"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g

/** Whether a format has a part of a date outside quotes, escapes and brackets. */
function showsDate(formatCode: string): boolean {
  return /[ymdhs年月日]/i.test(formatCode.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]|General/gi, ''))
}

/**
 * A date of a spreadsheet as text: `2026-11-24`, or `2026-11-24 08:30:00`.
 * @param serial days since 1899-12-30, or since 1904-01-01; undefined is returned outside the years 1900 to 9999
 */
export function dateText(serial: number, is1904: boolean): string | undefined {
  const days = is1904 ? serial + 1_462 : serial
  if (!(days >= 61 && days < 2_958_466)) return undefined
  const text = new Date(Math.round((days - 25_569) * 86_400) * 1_000).toISOString()
  return Number.isInteger(days) ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ')
}
