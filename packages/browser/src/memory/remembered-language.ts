import { recall, remember } from './browser-memory.ts'

const key = 'yaoquan-language'

/** The language that was chosen in the console or on the page of consent; undefined for that of the browser. */
export function rememberedLanguage(): 'zh' | 'en' | undefined {
  const text = recall(key)
  return text === 'zh' || text === 'en' ? text : undefined
}

/** Remembers a language. */
export function rememberLanguage(language: 'zh' | 'en'): void {
  remember(key, language)
}
