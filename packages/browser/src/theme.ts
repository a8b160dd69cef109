/** `undefined` follows the system. */
export type Theme = 'light' | 'dark' | undefined

const key = 'yaoquan-theme'

/** What the reader chose before; undefined where the browser keeps nothing. */
export function rememberedTheme(): Theme {
  const text = storage()?.getItem(key)
  return text === 'light' || text === 'dark' ? text : undefined
}

export function rememberTheme(theme: Theme): void {
  if (theme === undefined) storage()?.removeItem(key)
  else storage()?.setItem(key, theme)
}

/** The style sheet reads the attribute; without it the system's preference counts. */
export function showTheme(theme: Theme): void {
  if (theme === undefined) delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

/** A browser may forbid storage, and says so by throwing when it is asked for. */
function storage(): Storage | undefined {
  try {
    return globalThis.localStorage
  } catch {
    return undefined
  }
}
