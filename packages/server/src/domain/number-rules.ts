import type { Rule } from '#domain/rule'
import { isStorablePhone, maskPhone, phoneKindOf, ruleForMasked } from './phone.ts'

/**
 * Why a phone cannot name a member: it is masked, or what a spreadsheet made of a number, or no phone.
 * @param phone normalised
 * @returns undefined for a phone that may be stored
 */
export function ruleForPhone(phone: string): Rule | undefined {
  const damaged = ruleForMasked(phone) ?? ruleForFormula(phone)
  if (damaged !== undefined || isStorablePhone(phone)) return damaged
  const shown = scientificIn(phone)
  if (shown === undefined) return noPhone
  return { zh: `${noPhone.zh}，不能是科学计数法 ${shown}`, en: `${noPhone.en}, not in scientific notation ${shown}` }
}

/**
 * Why a card number cannot name a member: it is masked, or what a spreadsheet made of a number.
 * @param cardNo trimmed
 * @returns undefined for a card number that may be stored
 */
export function ruleForCard(cardNo: string): Rule | undefined {
  return ruleForMasked(cardNo) ?? ruleForFormula(cardNo) ?? ruleForScientific(cardNo)
}

/**
 * Why a phone that a person typed, or that stands in a file of people, is wrong: it may be stored and yet be no phone, such as one that lost
 * a digit, or two numbers in a cell. Apps may send such a phone, as it was typed at a till, so that no issued coupon is lost.
 * @param phone normalised
 */
export function ruleForPhoneOfPeople(phone: string): Rule | undefined {
  const rule = ruleForPhone(phone)
  if (rule !== undefined || phoneKindOf(phone) !== 'other') return rule
  const short = ruleForTenDigits(phone)
  if (short !== undefined) return short
  const shown = shownNoPhone(phone)
  if (severalNumbers.test(phone))
    return { zh: `${shown} 不止一个号码，应只填一个`, en: `${shown} is more than one number; give one` }
  return {
    zh: `${shown} 不是 11 位手机号、带区号的固定电话，或以 + 开头的境外号码`,
    en: `${shown} is no mobile number of 11 digits, landline with area code, or foreign number with +`,
  }
}

/**
 * Why a phone of an app's file is wrong though it may be stored: files come from spreadsheets, and a number of ten digits lost one.
 * @param phone normalised
 */
export function ruleForTenDigits(phone: string): Rule | undefined {
  if (!/^\d{10}$/.test(phone)) return undefined
  const shown = maskPhone(phone)
  return { zh: `${shown} 只有 10 位数字，手机号是 11 位`, en: `${shown} has only 10 digits; a mobile number has 11` }
}

/**
 * What is no phone, as it may be stored beside the rule and shown: a few digits and signs, or one character, as they are. The rest is
 * masked and loses its letters, since it may hold a phone, or the name of a person.
 */
export function shownNoPhone(text: string): string {
  const digits = text.replace(/\D/g, '').length
  if (digits < minPhoneDigits && (/^[\d.,+*E()/-]*$/i.test(text) || Array.from(text).length === 1)) return text
  return digits < minPhoneDigits ? '****' : maskPhone(text.replace(/\p{L}/gu, ''))
}

const minPhoneDigits = 7

/** Digits of two phones, whatever is between them. */
const severalNumbers = /\d{7,}\D+\d{7,}|\d{18,}/

const noPhone: Rule = {
  zh: '应为至少7位数字、最多32个字符的电话号码',
  en: 'must be a phone of at least 7 digits and at most 32 characters',
}

/** Texts such as `="139…"` keep a spreadsheet from rounding the number. The number in it is not repeated. */
function ruleForFormula(text: string): Rule | undefined {
  const [start] = /^[=＝]\s*"?/.exec(text) ?? []
  if (start === undefined) return undefined
  const shown = start.endsWith('"') ? '="…"' : '=…'
  return {
    zh: `${shown} 以等号开头，是表格公式，应只有号码本身`,
    en: `${shown} begins with an equals sign, like a formula; it must be the number alone`,
  }
}

/**
 * Excel shows a number of more than 11 digits so, and saves it so as CSV: equal texts are numbers of many people. Without dot and
 * sign, as `12E5`, it may be the number of a card.
 */
const scientific = /^[+-]?\d+(?:\.\d*E[+-]?|E[+-])\d+$/i

/** Longer values may contain a whole phone, so only their beginning is shown. Excel shows six digits. */
const maxShown = 12

/** Why a number is no whole one: a spreadsheet rounded it. @returns undefined for one that is not in scientific notation */
export function ruleForScientific(text: string): Rule | undefined {
  const shown = scientificIn(text)
  if (shown === undefined) return undefined
  return {
    zh: `${shown} 是科学计数法，号码末尾的数字已丢失，应为完整号码`,
    en: `${shown} is in scientific notation, which loses the last digits; the whole number is needed`,
  }
}

/** @returns the number as it may be shown; undefined for one that is not in scientific notation */
function scientificIn(text: string): string | undefined {
  const plain = text.normalize('NFKC').trim()
  if (!scientific.test(plain)) return undefined
  return plain.length <= maxShown ? plain : `${plain.slice(0, 4)}…${plain.slice(plain.search(/e/i))}`
}
