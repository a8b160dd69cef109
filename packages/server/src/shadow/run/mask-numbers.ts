import { maskCard, maskPhone } from '@yaoquan/api'

/** Seven digits or more, also with separators between them: a phone, a card or the number of an identity card. */
export const longNumber = /\d(?:[\s().+-]{0,2}\d){6,}X?/i
const longNumbers = new RegExp(longNumber, 'gi')

/** Masks phones, and every other run of seven digits or more. */
export function maskNumbers(text: string): string {
  return text.replace(longNumbers, (number) => (/^1\d{10}$/.test(number) ? maskPhone(number) : maskCard(number)))
}
