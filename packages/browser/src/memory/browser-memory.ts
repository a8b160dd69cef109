import type { ThemeName } from '../brand/tokens.ts'

/** `sessionStorage` is that of the tab, and ends with it. */
type Place = 'localStorage' | 'sessionStorage'

/** What this browser remembers; undefined if there is nothing, or if the browser forbids storage. */
export function recall(key: string, place: Place = 'localStorage'): string | undefined {
  return unlessForbidden(() => globalThis[place].getItem(key) ?? undefined)
}

/** What this browser remembers as JSON; undefined also if something else wrote other text there. */
export function recallJson(key: string, place?: Place): unknown {
  try {
    return JSON.parse(recall(key, place) ?? '')
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Remembers a text, or forgets it if it is undefined, unless the browser forbids storage. */
export function remember(key: string, text: string | undefined, place: Place = 'localStorage'): void {
  unlessForbidden(() => (text === undefined ? globalThis[place].removeItem(key) : globalThis[place].setItem(key, text)))
}

function unlessForbidden<Result>(use: () => Result): Result | undefined {
  try {
    return use()
  } catch (error) {
    if (error instanceof DOMException) return undefined
    throw error
  }
}

const languageKey = 'yaoquan-language'

/** The language that was chosen in the console or on the page of consent; undefined for that of the browser. */
export function rememberedLanguage(): 'zh' | 'en' | undefined {
  const text = recall(languageKey)
  return text === 'zh' || text === 'en' ? text : undefined
}

export function rememberLanguage(language: 'zh' | 'en'): void {
  remember(languageKey, language)
}

const themeKey = 'yaoquan-theme'

/** The theme that was chosen on any page of this server; undefined for that of the system. */
export function rememberedTheme(): ThemeName | undefined {
  const text = recall(themeKey)
  return text === 'light' || text === 'dark' ? text : undefined
}

/** Remembers a theme, undefined for that of the system. */
export function rememberTheme(theme: ThemeName | undefined): void {
  remember(themeKey, theme)
}
