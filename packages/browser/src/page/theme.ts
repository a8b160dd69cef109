import { browserStorage } from './browser-storage.ts'

type Theme = 'light' | 'dark'

const key = 'yaoquan-theme'

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
    browserStorage('localStorage')?.setItem(key, theme)
    document.documentElement.dataset['theme'] = theme
  })
}

function shownTheme(): Theme {
  return rememberedTheme() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
}

/** Undefined if there is none or the browser forbids storage. */
function rememberedTheme(): Theme | undefined {
  const text = browserStorage('localStorage')?.getItem(key)
  return text === 'light' || text === 'dark' ? text : undefined
}
