import { Input } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useLanguage } from '../language/texts.ts'
import { channelName, channelTyped } from '../names/channel-text.ts'
import type { ChosenFilter } from './filters.tsx'

/** A filter by text. */
export function FilterText(props: TypedFilter): ReactNode {
  const { name, width = 150 } = props
  const { text, setText, apply } = useTypedFilter(props)
  return (
    <Input
      aria-label={name}
      placeholder={name}
      value={text}
      style={{ width }}
      maxLength={64}
      allowClear
      autoComplete="off"
      onChange={({ target, type }) => {
        setText(target.value)
        if (type === 'click') apply(target.value)
      }}
      onPressEnter={() => apply(text)}
      onBlur={() => apply(text)}
    />
  )
}

/** A filter that is typed. */
export type TypedFilter = Readonly<{
  name: string
  value: string | undefined
  change: (value: string | undefined) => void
  width?: number
}>

type Typed = Readonly<{ text: string; setText: (text: string) => void; apply: (text: string) => void }>

/** The text that is being typed. It is applied on Enter and when the field loses focus, so that no half-typed text is searched. */
export function useTypedFilter({ value = '', change }: TypedFilter): Typed {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const apply = (next: string) => {
    const trimmed = next.trim()
    if (trimmed !== value) change(trimmed === '' ? undefined : trimmed)
  }
  return { text, setText, apply }
}

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
