import type { Text } from '@yaoquan/api'

export type PageLanguage = 'zh' | 'en'

/** The language of the page, from its `lang` attribute. */
export function pageLanguage(): PageLanguage {
  return document.documentElement.lang.startsWith('zh') ? 'zh' : 'en'
}

/** Returns a text in the language of the page. */
export function localize(text: Text): string {
  return text[pageLanguage()]
}
