import type { Text } from '@yaoquan/api'

export type Language = keyof Text

/**
 * The language of what a person reads: help, tables, questions and faults. JSON, log lines and exit codes have none.
 * `YAOQUAN_LANG` decides, then `LC_ALL`, `LC_MESSAGES` and `LANG` as POSIX orders them; the C locale, which says nothing about the
 * reader, counts as unset. Without any the language is Chinese.
 */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const locales = variables.map((name) => environment[name]?.trim() ?? '')
  const locale = locales.find((text) => !/^(?:$|(?:C|POSIX)(?:[.@]|$))/.test(text)) ?? 'zh'
  return /^(?:zh|chinese)/i.test(locale) ? 'zh' : 'en'
}

const variables = ['YAOQUAN_LANG', 'LC_ALL', 'LC_MESSAGES', 'LANG'] as const

/** The language of this process. */
export const language: Language = languageOf(process.env)

/** One of two texts, by the language of this process. */
export function say(zh: string, en: string): string {
  return language === 'zh' ? zh : en
}

/** Like `say`, for a text of a definition. */
export function localized({ zh, en }: Text): string {
  return say(zh, en)
}
