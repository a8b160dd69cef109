import type { ReactNode } from 'react'
import { useLanguage } from '../language/texts.ts'
import { channelTyped } from '../names/channel-text.ts'
import { FilterText } from './filter-text.tsx'
import type { TypedFilter } from './use-typed-filter.ts'

/** A filter by channel, typed by its code or by its usual name. */
export function FilterChannel({ name, value, change, width = 110 }: TypedFilter): ReactNode {
  const { language } = useLanguage()
  return (
    <FilterText
      name={name}
      value={value}
      width={width}
      change={(typed) => change(channelTyped(typed, language, value))}
    />
  )
}
