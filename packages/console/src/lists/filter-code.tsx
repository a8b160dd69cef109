import { AutoComplete } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { type CodeOptions, useCategoryOptions, useShopOptions, useTemplateOptions } from '../names/use-code-options.ts'

type FilterProps = Readonly<{
  name: string
  value: string | undefined
  change: (value: string | undefined) => void
  width?: number
}>

/** A filter by shop, which is found by its name or code. */
export function FilterShop(props: FilterProps): ReactNode {
  return <FilterCode {...props} options={useShopOptions()} />
}

/** A filter by category of goods. */
export function FilterCategory(props: FilterProps): ReactNode {
  return <FilterCode {...props} options={useCategoryOptions()} />
}

/** A filter by template. */
export function FilterTemplate(props: FilterProps): ReactNode {
  return <FilterCode {...props} options={useTemplateOptions()} />
}

type Props = FilterProps & Readonly<{ options: CodeOptions }>

/** A typed code applies on Enter and when the field is left; it need not be among those that have names. */
function FilterCode({ name, value, change, width = 120, options }: Props): ReactNode {
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
