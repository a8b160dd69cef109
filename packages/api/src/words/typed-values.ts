/** Which of two numbers before a year is the day: `dmy` reads 11/12/2026 as the 11th of December. */
export type DayOrder = 'dmy' | 'mdy'

/**
 * A day as people type it: `2026/11/1`, `2026.11.1`, `2026年11月1日`, `20261101`, with or without a time, or the number of a spreadsheet.
 * @returns `YYYY-MM-DD`; the text itself if it is no day, or may be either of two
 */
export function plainDay(text: string, order: DayOrder | undefined): string {
  if (asStored.test(text)) return text
  const plain = text.normalize('NFKC').trim()
  return dayOfParts(plain) ?? dayOfSerial(plain) ?? dayBeforeYear(plain, order) ?? text
}

/** Whether a text is a day that may be either of two, as 11/12/2026. */
export function isUncertainDay(text: string): boolean {
  if (asStored.test(text)) return false
  const [, first = '', second = ''] = beforeYear.exec(text.normalize('NFKC').trim()) ?? []
  return first !== '' && Number(first) <= 12 && Number(second) <= 12 && Number(first) !== Number(second)
}

/** Nothing to read in most files of programs. */
const asStored = /^\d{4}-\d{2}-\d{2}$/
const plainNumber = /^\d+(?:\.\d+)?$/

const time = String.raw`(?:[T\s]*\d{1,2}(?::\d{1,2}){1,2}(?:\.\d+)?)?`
const yearFirst = new RegExp(String.raw`^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?)${time}$`)
const eightDigits = /^(20\d{2})(\d{2})(\d{2})$/
const beforeYear = new RegExp(String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})${time}$`)

function dayOfParts(text: string): string | undefined {
  const [, year = '', , month, day, monthInWords, dayInWords] = yearFirst.exec(text) ?? []
  if (year !== '') return dayText(year, month ?? monthInWords ?? '', day ?? dayInWords ?? '')
  const [, plainYear = '', plainMonth = '', plainDate = ''] = eightDigits.exec(text) ?? []
  return plainYear === '' ? undefined : dayText(plainYear, plainMonth, plainDate)
}

/** Days since 1899-12-30, of the years 2000 to 2099. What is after the point is the time. */
function dayOfSerial(text: string): string | undefined {
  const [, days] = /^(\d{5})(?:\.\d+)?$/.exec(text) ?? []
  if (days === undefined || Number(days) < 36_526 || Number(days) > 73_050) return undefined
  return new Date((Number(days) - 25_569) * 86_400_000).toISOString().slice(0, 10)
}

function dayBeforeYear(text: string, order: DayOrder | undefined): string | undefined {
  const [, first = '', second = '', year = ''] = beforeYear.exec(text) ?? []
  if (year === '' || (order === undefined && isUncertainDay(text))) return undefined
  const isDayFirst = order === undefined ? Number(first) > 12 : order === 'dmy'
  return isDayFirst ? dayText(year, second, first) : dayText(year, first, second)
}

/** @returns undefined for a day that does not exist, as 2026-02-30, which is then named as it was typed */
function dayText(year: string, month: string, day: string): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const time = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? undefined : text
}

/**
 * An amount as people type it: `¥20.00`, `1,000`, `20元`.
 * @returns digits with or without decimals; the text itself if it is no such amount
 */
export function plainAmount(text: string): string {
  if (plainNumber.test(text)) return text
  const plain = text.normalize('NFKC').trim()
  const [, digits] = amount.exec(plain) ?? []
  return digits?.replaceAll(',', '') ?? text
}

/** Commas stand before each three digits, otherwise they may be decimal points. */
const amount = /^(?:¥|￥|RMB|CNY|人民币)?\s*(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?:元整?|块|RMB|CNY)?$/i
