import { addCopyButtons } from '../copy-buttons.ts'
import { wireThemeToggle } from '../theme-toggle.ts'

wireThemeToggle()
addCopyButtons()
