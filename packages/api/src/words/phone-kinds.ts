import type { Text } from './text.ts'

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
