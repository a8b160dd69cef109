import type { Text } from '../language/field.ts'

/** One would be a key pressed to get past the question. */
const fewest = 2

/** A letter or digit of any script. Some letters are blanks, such as U+3164. */
const letterOrDigit = /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}]/gu

/** @returns why a text cannot be the reason for which an operator sees full phones */
export function problemOfReason(reason: string): Text | undefined {
  if ((reason.match(letterOrDigit) ?? []).length >= fewest) return undefined
  return {
    zh: `应至少有${fewest}个文字或数字，标点与空白不算`,
    en: `must have at least ${fewest} letters or digits; punctuation and blanks do not count`,
  }
}
