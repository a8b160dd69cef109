export { phoneKindOf } from '@yaoquan/api/words'

const fullWidthDigitsAndSigns = /[０-９＋－]/g
const fullWidthOffset = 0xfee0
/** Links (RFC 3966) and business cards write it before the number. */
const scheme = /^tel[:：]/i
/** Brackets of any width; spreadsheets wrap pasted numbers in invisible direction marks, which are format characters (Cf). */
const spacesDashesAndBrackets = /[\s\p{Dash}\p{Cf}\p{Ps}\p{Pe}]/gu
const dialledNumber = /^\+?\d+$/
const mainlandNumber = /^(?:\+86|0086|86)?(\d{11})$/
/** The form that a spreadsheet gives to a number it takes for an amount. */
const scientific = /^[+-]?\d+(?:\.\d*)?e[+-]?\d+$/i
/** Matches nearly every phone that calls give: nothing to normalise. */
const plainMainland = /^[1-9]\d{10}$/
const minDigits = 7
const maxLength = 32

/**
 * One spelling for one phone: full-width digits become plain; `tel:`, spaces, dashes and brackets are removed, and the country
 * code of mainland China if exactly eleven digits follow. Other text is only trimmed.
 * Normalising twice changes nothing.
 */
export function normalisePhone(text: string): string {
  if (plainMainland.test(text)) return text
  const trimmed = text.trim()
  const compact = compactPhone(trimmed)
  if (!dialledNumber.test(compact)) return trimmed
  return mainlandNumber.exec(compact)?.[1] ?? compact
}

/**
 * Whether a normalised phone may be stored: it has 7 digits or more, in 32 characters at most, and is not in scientific
 * notation, whose digits are lost. Landlines, extensions and placeholders of sellers are allowed.
 */
export function isStorablePhone(phone: string): boolean {
  const digits = phone.match(/\p{Nd}/gu)?.length ?? 0
  return digits >= minDigits && phone.length <= maxLength && !scientific.test(compactPhone(phone.normalize('NFKC')))
}

function compactPhone(text: string): string {
  const plain = text.replace(fullWidthDigitsAndSigns, toPlain)
  return plain.replace(spacesDashesAndBrackets, '').replace(scheme, '')
}

/** What logs, metrics, traces and the console may show of a phone: `186****5668`; less of a shorter one. */
export function maskPhone(phone: string): string {
  if (phone.length >= 11) return `${phone.slice(0, 3)}****${phone.slice(-4)}`
  if (phone.length >= 8) return `${phone.slice(0, 2)}****${phone.slice(-2)}`
  return '****'
}

function toPlain(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) - fullWidthOffset)
}
