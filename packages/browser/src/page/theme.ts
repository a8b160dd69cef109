import type { ThemeName } from '../brand/tokens.ts'
import { rememberedTheme, rememberTheme } from '../memory/browser-memory.ts'

/** Shows the stored theme; without one the system's preference applies. */
export function showRememberedTheme(): void {
  const theme = rememberedTheme()
  if (theme !== undefined) document.documentElement.dataset['theme'] = theme
}

/** Makes the page's button toggle between light and dark, and stores the choice in the browser. */
export function wireThemeToggle(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-theme-toggle]')
  if (button === null) return
  button.hidden = false
  button.addEventListener('click', () => {
    const theme = shownTheme() === 'dark' ? 'light' : 'dark'
    rememberTheme(theme)
    document.documentElement.dataset['theme'] = theme
  })
}

function shownTheme(): ThemeName {
  return rememberedTheme() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
}
