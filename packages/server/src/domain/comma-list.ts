import { maskPhonesInText } from '#domain/mask-phones-in-text'
import type { Rule } from '#domain/rule'

/** The members of a comma list as given, with leading zeros. */
export function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '')
}

/** People write these between members. They are part of no code of a shop, a category or goods. */
const otherSeparator = /[，、；;]/

const maxShown = 64

/**
 * Why a comma list must not be stored: it has other separators, so that it would be one member which names nothing.
 * @returns undefined for a list with commas or none
 */
export function ruleForList(text: string): Rule | undefined {
  const separator = otherSeparator.exec(text)?.[0]
  if (separator === undefined) return undefined
  const shown = maskPhonesInText(text.slice(0, maxShown)).text
  return {
    zh: `${shown} 含有 ${separator}，多项之间应为英文逗号 ,`,
    en: `${shown} contains ${separator}; members are separated by a comma ,`,
  }
}
