import type { ReactNode } from 'react'
import { useTexts } from '../language/texts.ts'
import { CodePicker, type PickerProps } from './code-picker.tsx'
import { categoryPickTexts } from './pick-texts.ts'
import { usePickableCategories } from './use-pickable-categories.ts'

/** A field of categories of goods, which are found by code, name or the name of the category above. */
export function CategoryPicker(props: PickerProps): ReactNode {
  return <CodePicker {...props} {...usePickableCategories()} words={useTexts(categoryPickTexts)} />
}
