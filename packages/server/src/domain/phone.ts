import { compactPhone } from '@yaoquan/api/words'
import type { Rule } from './rule.ts'

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

/** Stands for hidden digits, in either width. */
const mask = /[*＊]{4}/
/**
 * A masked number as Yaoquan and other systems show it. One with more visible characters might be a whole phone beside a mask, and Chinese
 * the name of a person.
 */
const shownMask = /^[^*＊\p{Script=Han}]{0,4}[*＊]{4}[^*＊\p{Script=Han}]{0,4}$/u

/**
 * Why a phone or card number cannot name a member: it is masked, as an app without full phones or an export shows it. All people
 * whose numbers look the same under the mask would be one member.
 * @returns undefined for a number that is not masked
 */
export function ruleForMasked(text: string): Rule | undefined {
  if (!mask.test(text)) return undefined
  const value = shownMask.test(text) ? `${text} ` : ''
  return { zh: `${value}是打码的号码，须为完整号码`, en: `${value}is a masked number; the whole one is needed` }
}
