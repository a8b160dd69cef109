import type { Text } from '@yaoquan/api'

export type PageLanguage = 'zh' | 'en'

/** The language that the page says it is in. */
export function pageLanguage(): PageLanguage {
  return document.documentElement.lang.startsWith('zh') ? 'zh' : 'en'
}

/** A text in the language of the page. */
export function say(text: Text): string {
  return text[pageLanguage()]
}
