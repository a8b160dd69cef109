import { type ReactNode, useMemo } from 'react'
import { useTexts } from '../language/texts.ts'
import { useShops } from '../names/use-names.ts'
import { CodePicker, type PickerProps } from './code-picker.tsx'
import { shopPickTexts } from './pick-texts.ts'
import type { PickableGroup } from './pickable.ts'

/** A field of shops, which are found by code, name or city. @param props.groups that may be picked as well, as `@name` */
export function ShopPicker(props: PickerProps & Readonly<{ groups?: readonly PickableGroup[] }>): ReactNode {
  const words = useTexts(shopPickTexts)
  const { entries, error, retry } = useShops()
  const shops = useMemo(
    () => entries?.map(({ code, name, city, closed }) => ({ code, name, place: city, isClosed: closed })),
    [entries],
  )
  return <CodePicker {...props} words={words} entries={shops} error={error} retry={retry} />
}
