import type { ThemeName } from '../brand/tokens.ts'
import { recall, remember } from './browser-memory.ts'

const key = 'yaoquan-theme'

/** The theme that was chosen on any page of this server; undefined for that of the system. */
export function rememberedTheme(): ThemeName | undefined {
  const text = recall(key)
  return text === 'light' || text === 'dark' ? text : undefined
}

/** Remembers a theme, undefined for that of the system. */
export function rememberTheme(theme: ThemeName | undefined): void {
  remember(key, theme)
}
