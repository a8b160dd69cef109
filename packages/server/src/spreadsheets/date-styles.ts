import { RefusedFile } from './file-problem.ts'
import type { OfficePackage } from './open-package.ts'
import { spreadsheetLimits } from './spreadsheet-limits.ts'
import { walkWholeXml } from './walk-xml.ts'

/** Whether the number of a cell is a day or a moment, by the style of the cell. */
export async function readDateStyles(file: OfficePackage, part: string | undefined): Promise<readonly boolean[]> {
  const isDate: boolean[] = []
  if (part === undefined || !file.has(part)) return isDate
  const own = new Map<number, boolean>()
  let isInCells = false
  await walkWholeXml(file.read(part), {
    open(tag, { numFmtId = '', formatCode = '' }) {
      const format = Number(numFmtId)
      if (tag === 'numFmt') own.set(format, showsDate(formatCode))
      if (tag === 'cellXfs') isInCells = true
      if (tag === 'xf' && isInCells) isDate.push(own.get(format) ?? builtInDates.has(format))
      if (Math.max(isDate.length, own.size) > spreadsheetLimits.maxStyles) throw new RefusedFile('FILE_EXPANDS')
    },
    close(tag) {
      if (tag === 'cellXfs') isInCells = false
    },
  })
  return isDate
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
