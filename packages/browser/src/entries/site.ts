import { addCopyButtons } from '../page/copy-buttons.ts'
import { wireThemeToggle } from '../page/theme-toggle.ts'

wireThemeToggle()
addCopyButtons()
