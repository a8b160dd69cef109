import { AutoComplete } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useShopOptions } from '../names/use-shop-options.ts'

type FilterShopProps = Readonly<{
  name: string
  value: string | undefined
  change: (value: string | undefined) => void
  width?: number
}>

/** A filter by shop, which is found by its name or code. A typed code applies on Enter and when the field is left. */
export function FilterShop({ name, value, change, width = 120 }: FilterShopProps): ReactNode {
  const options = useShopOptions()
  const [text, setText] = useState(value ?? '')
  useEffect(() => setText(value ?? ''), [value])
  const apply = (next: string) => {
    const trimmed = next.trim()
    if (trimmed !== (value ?? '')) change(trimmed === '' ? undefined : trimmed)
  }
  return (
    <AutoComplete
      {...options}
      aria-label={name}
      placeholder={name}
      value={text}
      style={{ width }}
      maxLength={64}
      allowClear
      defaultActiveFirstOption={false}
      onChange={(next: string | undefined) => setText(next ?? '')}
      onClear={() => apply('')}
      onSelect={(code) => apply(code ?? '')}
      onKeyDown={({ key }) => key === 'Enter' && apply(text)}
      onBlur={() => apply(text)}
    />
  )
}
