import { faultOfMapping, guessMapping, type ImportKind, type Mapping } from './import-fields.ts'

/**
 * Whether the first row of a file names its columns: one title means a field, and none is a phone, card, code, date or amount. A name does
 * not distinguish a row of members from titles.
 * @param titles the values of the row
 */
export function isHeader(titles: readonly string[], kind: ImportKind): boolean {
  return guessMapping(titles, kind).some((field) => field !== undefined) && !titles.some(isData)
}

/**
 * Which of the first rows of a file names its columns: the one with the most titles of fields, since people write notes and a title above,
 * which may have the name of one.
 * @param mappingOf the fields of titles
 * @returns its index; of several the first, 0 where none is certain
 */
export function findHeader(
  rows: readonly (readonly string[])[],
  kind: ImportKind,
  mappingOf: (titles: readonly string[]) => Mapping = (titles) => guessMapping(titles, kind),
): number {
  const named = rows.slice(0, rowsBeforeHeader).map((titles) => {
    const mapping = titles.some(isData) ? [] : mappingOf(titles)
    const count = mapping.filter((field) => field !== undefined).length
    // One title may be a word of a note, unless it names the rows.
    return count > 1 || faultOfMapping(mapping, kind) === undefined ? count : 0
  })
  return Math.max(0, named.indexOf(Math.max(...named)))
}

/** How many rows are looked at. */
export const rowsBeforeHeader = 10

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
