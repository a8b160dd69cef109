import { rememberedTheme, rememberTheme, showTheme, type Theme } from './theme.ts'

/** Lets the page's button change between light and dark, and remembers the choice on this machine. */
export function wireThemeToggle(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-theme-toggle]')
  if (button === null) return
  button.hidden = false
  button.addEventListener('click', () => {
    const theme = shownTheme() === 'dark' ? 'light' : 'dark'
    rememberTheme(theme)
    showTheme(theme)
  })
}

function shownTheme(): Theme {
  return rememberedTheme() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
}
