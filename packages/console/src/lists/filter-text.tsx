import { Input } from 'antd'
import type { ReactNode } from 'react'
import { type TypedFilter, useTypedFilter } from './use-typed-filter.ts'

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
