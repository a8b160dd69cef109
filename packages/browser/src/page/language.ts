import { rememberedLanguage, rememberLanguage } from '../memory/browser-memory.ts'
import { pageLanguage } from './localize.ts'

/** Goes to the page in the language that its reader chose, by the link to it, and remembers the choice of that link. */
export function keepChosenLanguage(): void {
  const link = document.querySelector<HTMLAnchorElement>('a[hreflang]')
  if (link === null) return
  const other = link.hreflang === 'zh' ? 'zh' : 'en'
  if (rememberedLanguage() === other && pageLanguage() !== other) location.replace(link.href)
  link.addEventListener('click', () => rememberLanguage(other))
}
