import { compactPhone } from '@yaoquan/api/words'

export { normalisePhone, phoneKindOf } from '@yaoquan/api/words'

/** The form that a spreadsheet gives to a number it takes for an amount. */
const scientific = /^[+-]?\d+(?:\.\d*)?e[+-]?\d+$/i
const minDigits = 7
const maxLength = 32

/**
 * Whether a normalised phone may be stored: it has 7 digits or more, in 32 characters at most, and is not in scientific
 * notation, whose digits are lost. Landlines, extensions and placeholders of sellers are allowed.
 */
export function isStorablePhone(phone: string): boolean {
  const digits = phone.match(/\p{Nd}/gu)?.length ?? 0
  return digits >= minDigits && phone.length <= maxLength && !scientific.test(compactPhone(phone.normalize('NFKC')))
}

/** What logs, metrics, traces and the console may show of a phone: `186****5668`; less of a shorter one. */
export function maskPhone(phone: string): string {
  if (phone.length >= 11) return `${phone.slice(0, 3)}****${phone.slice(-4)}`
  if (phone.length >= 8) return `${phone.slice(0, 2)}****${phone.slice(-2)}`
  return '****'
}
