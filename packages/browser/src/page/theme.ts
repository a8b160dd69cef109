import { browserStorage } from './browser-storage.ts'

/** `undefined` follows the system's preference. */
export type Theme = 'light' | 'dark' | undefined

const key = 'yaoquan-theme'

/** The stored choice; undefined if there is none or the browser forbids storage. */
export function rememberedTheme(): Theme {
  const text = browserStorage('localStorage')?.getItem(key)
  return text === 'light' || text === 'dark' ? text : undefined
}

/** Stores the choice in the browser. */
export function rememberTheme(theme: Theme): void {
  if (theme === undefined) browserStorage('localStorage')?.removeItem(key)
  else browserStorage('localStorage')?.setItem(key, theme)
}

/** Sets the attribute that the style sheet reads; without it the system's preference applies. */
export function showTheme(theme: Theme): void {
  if (theme === undefined) delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}
