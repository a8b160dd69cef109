import { guessMapping, type ImportKind } from './import-fields.ts'

/**
 * Whether the first row of a file names its columns: one title means a field, and none is a phone, card, code, date or amount. A name does
 * not distinguish a row of members from titles.
 * @param titles the values of the row
 */
export function isHeader(titles: readonly string[], kind: ImportKind): boolean {
  return guessMapping(titles, kind).some((field) => field !== undefined) && !titles.some(isData)
}

function isData(title: string): boolean {
  const text = title.normalize('NFKC')
  return number.test(text) || fourDigits.test(han.test(text) ? text.replaceAll(year, '') : text)
}

/** Nothing but a number, which a spreadsheet may write as 1.86E+10, a date or a masked phone. */
const number = /^(?=.*\d)[\d\s.,:/年月日*+()¥%e-]+$/i

/** Phones, cards and codes have four digits in a row. */
const fourDigits = /\d{4}/

/** May be in a title, beside Chinese words. */
const year = /(?<!\d)(?:19|20)\d{2}(?!\d)/g
const han = /\p{Script=Han}/u
