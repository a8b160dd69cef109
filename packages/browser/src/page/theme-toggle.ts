import { rememberedTheme, rememberTheme, showTheme, type Theme } from './theme.ts'

/** Makes the page's button toggle between light and dark, and stores the choice in the browser. */
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
