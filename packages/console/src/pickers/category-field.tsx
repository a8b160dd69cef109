import type { ReactNode } from 'react'
import { useTexts } from '../language/texts.ts'
import { CodeField, type CodeFieldProps } from './code-field.tsx'
import { categoryPickTexts } from './pick-texts.ts'
import { usePickableCategories } from './use-pickable-categories.ts'

/** The category of goods on a line, found by code, name or the name of the category above. Tills may know codes that have no name yet. */
export function CategoryField(props: Pick<CodeFieldProps, 'name' | 'label' | 'aria-label'>): ReactNode {
  const words = useTexts(categoryPickTexts)
  return <CodeField {...props} {...usePickableCategories()} words={words} takesCodes />
}
