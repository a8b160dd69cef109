import type { ReactNode } from 'react'
import { useTexts } from '../language/texts.ts'
import { CodePicker, type PickerProps } from './code-picker.tsx'
import { channelPickTexts } from './pick-texts.ts'
import { usePickableChannels } from './use-pickable-channels.ts'

/** A field of channels, which are found by name or code. What names none is a code of the seller's own, and is added only on demand. */
export function ChannelPicker(props: PickerProps): ReactNode {
  return <CodePicker {...props} {...usePickableChannels()} words={useTexts(channelPickTexts)} takesCodes />
}
