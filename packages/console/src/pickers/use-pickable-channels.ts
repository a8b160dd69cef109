import { useMemo } from 'react'
import { useLanguage } from '../language/texts.ts'
import { usualChannels } from '../names/channel-text.ts'
import type { Pickable } from './pickable.ts'

type PickableChannels = Readonly<{ entries: readonly Pickable[]; error: null; retry: () => void }>

/** The usual channels by name. Others are codes of the seller's own tills. */
export function usePickableChannels(): PickableChannels {
  const { language } = useLanguage()
  const entries = useMemo(() => usualChannels(language), [language])
  return { entries, error: null, retry: () => undefined }
}
