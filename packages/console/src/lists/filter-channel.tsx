import type { ReactNode } from 'react'
import { useLanguage } from '../language/texts.ts'
import { channelName, channelTyped } from '../names/channel-text.ts'
import { FilterText } from './filter-text.tsx'
import type { ChosenFilter } from './filters.tsx'
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

/** A chip of a filter by channel; false without one. */
export function chosenChannel(name: string, channel: string | undefined, clear: () => void): ChosenFilter | false {
  return channel !== undefined && { name, text: <ChannelName channel={channel} />, clear }
}

function ChannelName({ channel }: Readonly<{ channel: string }>): ReactNode {
  return channelName(channel, useLanguage().language)
}
