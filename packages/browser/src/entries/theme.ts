import { rememberedTheme, showTheme } from '../theme.ts'

// Runs before the page is drawn, so that nobody sees the other theme first.
showTheme(rememberedTheme())
