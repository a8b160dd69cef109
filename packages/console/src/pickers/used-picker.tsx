import { type ReactNode, useMemo } from 'react'
import { useTexts } from '../language/texts.ts'
import { CodePicker, type PickerProps } from './code-picker.tsx'
import { usedPickTexts } from './pick-texts.ts'

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
