import type { Text } from './text.ts'

const fullWidthDigitsAndSigns = /[０-９＋－]/g
const fullWidthOffset = 0xfee0
/** Links (RFC 3966) and business cards write it before the number. */
const scheme = /^tel[:：]/i
/** Brackets of any width; spreadsheets wrap pasted numbers in invisible direction marks, which are format characters (Cf). */
const spacesDashesAndBrackets = /[\s\p{Dash}\p{Cf}\p{Ps}\p{Pe}]/gu
const dialledNumber = /^\+?\d+$/
const mainlandNumber = /^(?:\+86|0086|86)?(\d{11})$/
/** Matches nearly every phone that calls give: nothing to normalise. */
const plainMainland = /^[1-9]\d{10}$/

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

/** A phone without what people write between its digits. */
export function compactPhone(text: string): string {
  const plain = text.replace(fullWidthDigitsAndSigns, toPlain)
  return plain.replace(spacesDashesAndBrackets, '').replace(scheme, '')
}

function toPlain(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) - fullWidthOffset)
}

/** What a phone is, by its form. A phone of a person is one of the first three. */
export const phoneKinds = {
  mobile: { zh: '手机号', en: 'Mobile number' },
  landline: { zh: '固定电话', en: 'Landline' },
  foreign: { zh: '境外号码', en: 'Foreign number' },
  other: { zh: '其他', en: 'Other' },
} as const satisfies Record<string, Text>

export type PhoneKind = keyof typeof phoneKinds

/** Eleven digits of mainland China. */
const mobile = /^1[3-9]\d{9}$/
/** Area code and number of mainland China, with or without an extension. */
const landline = /^0\d{2,3}[-\s]?\d{7,8}(?:\s?(?:转|ext\.?|x|#|-)\s?\d{1,6})?$/i
/** E.164, for other countries. */
const foreign = /^\+[1-9]\d{6,14}$/

/** Also with country code, and with blanks and dashes between the digits; never a part of a longer number. */
const mobileInText = /(?<!\d)(?:(?:\+|00)?86[\s-]*)?1[3-9](?:[\s-]?\d){9}(?!\d)/

/** Whether a text holds what may be a mobile number, so that it stays out of addresses. */
export function holdsMobile(text: string): boolean {
  return mobileInText.test(text.normalize('NFKC'))
}

/** @param phone in the spelling in which it is stored: without country code 86, blanks and dashes */
export function phoneKindOf(phone: string): PhoneKind {
  if (mobile.test(phone)) return 'mobile'
  if (landline.test(phone)) return 'landline'
  return foreign.test(phone) && !phone.startsWith('+86') ? 'foreign' : 'other'
}

/**
 * Masks a phone number: `186****5668`. Of a number that has not 11 digits at most the last two characters are shown. One that is
 * masked already, as an app without full phones gets it, stays as it is.
 */
export function maskPhone(phone: string): string {
  if (/^\d{11}$/.test(phone)) return `${phone.slice(0, 3)}****${phone.slice(-4)}`
  if (/^\d{3}\*{4}\d{4}$/.test(phone) || /^\*{4}.{0,2}$/.test(phone)) return phone
  return phone === '' ? '' : `****${phone.length > 4 ? phone.slice(-2) : ''}`
}

/**
 * Masks a card number: `12****11`. On either side a quarter of its characters is shown, at least 2 and at most 4, so never
 * more than half. Of a number shorter than 8 nothing is shown.
 */
export function maskCard(cardNo: string): string {
  const characters = Array.from(cardNo)
  if (characters.length === 0) return ''
  const shown = Math.min(4, Math.floor(characters.length / 4))
  if (shown < 2) return '****'
  return `${characters.slice(0, shown).join('')}****${characters.slice(-shown).join('')}`
}
