import { Input } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'

type FilterTextProps = Readonly<{
  name: string
  value: string | undefined
  change: (value: string | undefined) => void
  width?: number
}>

/** A filter that is typed. It applies on Enter and when the field is left, so that no half-typed text is asked for. */
export function FilterText({ name, value, change, width = 150 }: FilterTextProps): ReactNode {
  const [text, setText] = useState(value ?? '')
  useEffect(() => setText(value ?? ''), [value])
  const apply = (next: string) => {
    const trimmed = next.trim()
    if (trimmed !== (value ?? '')) change(trimmed === '' ? undefined : trimmed)
  }
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
