import { addCopyButtons } from '../page/code-block.ts'
import { wireThemeToggle } from '../page/theme.ts'

wireThemeToggle()
addCopyButtons()
