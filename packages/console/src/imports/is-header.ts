/**
 * Whether the first row of a file names its columns. A phone, card, code, date or amount in it says that it is data.
 * @param titles the values of the row
 */
export function isHeader(titles: readonly string[]): boolean {
  return !titles.some((title) => fourDigits.test(title) || number.test(title))
}

/** As of a phone, card or code; a year may be in a title. */
const fourDigits = /\d{4}(?!年)/

/** Nothing but a number, a date or a masked phone. */
const number = /^(?=.*\d)[\d\s.,:/年月日*+()¥%-]+$/
