import { type ReactNode, useMemo } from 'react'
import { useTexts } from '../language/texts.ts'
import { useCategories } from '../names/use-names.ts'
import { CodePicker, type PickerProps } from './code-picker.tsx'
import { categoryPickTexts } from './pick-texts.ts'

/** A field of categories of goods, which are found by code, name or the name of the category above. */
export function CategoryPicker(props: PickerProps): ReactNode {
  const words = useTexts(categoryPickTexts)
  const { entries, error, retry } = useCategories()
  const categories = useMemo(() => {
    const names = new Map(entries?.map(({ code, name }) => [code, name]))
    return entries?.map(({ code, name, parentCode }) => {
      return { code, name, place: parentCode === undefined ? undefined : (names.get(parentCode) ?? parentCode) }
    })
  }, [entries])
  return <CodePicker {...props} words={words} entries={categories} error={error} retry={retry} />
}
