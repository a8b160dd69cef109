import type { Text } from '@yaoquan/api'

/** The language of the page, from its `lang` attribute. */
export function pageLanguage(): 'zh' | 'en' {
  return document.documentElement.lang.startsWith('zh') ? 'zh' : 'en'
}

/** Returns a text in the language of the page. */
export function localize(text: Text): string {
  return text[pageLanguage()]
}

/** Returns the text of the two that is in the language of the page. */
export function say(zh: string, en: string): string {
  return pageLanguage() === 'zh' ? zh : en
}
