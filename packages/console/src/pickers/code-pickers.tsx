import { type ReactNode, useMemo } from 'react'
import { useTexts } from '../language/texts.ts'
import { useShops } from '../names/use-names.ts'
import { CodePicker, type PickerProps } from './code-picker.tsx'
import type { PickableGroup } from './pick-choices.ts'
import { categoryPickTexts, channelPickTexts, shopPickTexts, usedPickTexts } from './pick-texts.ts'
import { usePickableCategories, usePickableChannels } from './use-pickable.ts'

/** A field of categories of goods, which are found by code, name or the name of the category above. */
export function CategoryPicker(props: PickerProps): ReactNode {
  return <CodePicker {...props} {...usePickableCategories()} words={useTexts(categoryPickTexts)} />
}

/** A field of channels, which are found by name or code. What names none is a code of the seller's own, and is added only on demand. */
export function ChannelPicker(props: PickerProps): ReactNode {
  return <CodePicker {...props} {...usePickableChannels()} words={useTexts(channelPickTexts)} takesCodes />
}

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

type Props = PickerProps &
  Readonly<{
    /** Those in use; undefined while they load. */
    used: readonly string[] | undefined
  }>

/** A field of goods, levels or tags, of which there is no list: it finds those in use, and takes others only on demand. */
export function UsedPicker({ used, ...props }: Props): ReactNode {
  const entries = useMemo(() => used?.map((code) => ({ code, name: code })), [used])
  const words = useTexts(usedPickTexts)
  return <CodePicker {...props} entries={entries} error={null} retry={() => undefined} words={words} takesCodes />
}
