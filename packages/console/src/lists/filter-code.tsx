import { AutoComplete, Select } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import { TemplateName } from '../names/template-name.tsx'
import { useCategories, useShops } from '../names/use-names.ts'
import {
  type CodeOptions,
  useCategoryOptions,
  useShopOptions,
  useTemplateOptions,
} from '../names/use-template-search.ts'
import { type TypedFilter, useTypedFilter } from './filter-text.tsx'
import type { ChosenFilter } from './filters.tsx'

/** A filter by shop, which is found by its name or code. */
export function FilterShop(props: TypedFilter): ReactNode {
  const [isUsed, setUsed] = useState(false)
  return <FilterCode {...props} options={useShopOptions(isUsed)} use={() => setUsed(true)} />
}

/** A filter by category of goods. */
export function FilterCategory(props: TypedFilter): ReactNode {
  const [isUsed, setUsed] = useState(false)
  return <FilterCode {...props} options={useCategoryOptions(isUsed)} use={() => setUsed(true)} />
}

/** A chip of a filter by shop; false without one. */
export function chosenShop(name: string, shop: string | undefined, clear: () => void): ChosenFilter | false {
  return shop !== undefined && { name, text: <ShopOrCode code={shop} />, clear }
}

/** A chip of a filter by category; false without one. */
export function chosenCategory(name: string, category: string | undefined, clear: () => void): ChosenFilter | false {
  return category !== undefined && { name, text: <CategoryOrCode code={category} />, clear }
}

function ShopOrCode({ code }: Readonly<{ code: string }>): ReactNode {
  return useShops().nameOf(code) ?? code
}

function CategoryOrCode({ code }: Readonly<{ code: string }>): ReactNode {
  return useCategories().nameOf(code) ?? code
}

/** A filter by template, for which the server looks in all of them as it is typed. */
export function FilterTemplate(props: TypedFilter): ReactNode {
  const [typed, setTyped] = useState<string>()
  const use = () => setTyped((known) => known ?? '')
  return <FilterCode {...props} options={useTemplateOptions(typed)} type={setTyped} use={use} />
}

type TemplatesProps = Readonly<{ name: string; values: readonly string[]; change: (values: readonly string[]) => void }>

/** A filter by several templates, of which a coupon has one. Coupons that were imported may have a code without a template, so any is taken. */
export function FilterTemplates({ name, values, change }: TemplatesProps): ReactNode {
  const [typed, setTyped] = useState<string>()
  const { options, filterOption, popupMatchSelectWidth } = useTemplateOptions(typed)
  /** The only template that a typed part of a name finds; any other text is a code. */
  const codeOf = (text: string) => {
    const [only, ...others] = options
    const isFound = only !== undefined && others.length === 0 && !values.includes(text) && only.label.includes(text)
    return isFound ? only.value : text
  }
  return (
    <Select
      mode="tags"
      aria-label={name}
      placeholder={name}
      value={[...values]}
      options={options}
      popupMatchSelectWidth={popupMatchSelectWidth}
      showSearch={{ filterOption, onSearch: setTyped }}
      labelRender={({ value }) => <TemplateName couponId={String(value)} />}
      style={{ minWidth: values.length === 0 ? 150 : 240, maxWidth: 320 }}
      maxCount={mostTemplates}
      maxTagCount="responsive"
      allowClear
      onFocus={() => setTyped((known) => known ?? '')}
      onChange={(next) => change([...new Set(next.map(codeOf))])}
    />
  )
}

/** The server takes no more. */
const mostTemplates = 20

type Props = TypedFilter &
  Readonly<{
    options: CodeOptions
    type?: (text: string) => void
    /** Called when the field is entered: what it offers is loaded only then. */
    use: () => void
  }>

/** A typed code need not be among those that have names. */
function FilterCode({ options, type, use, ...filter }: Props): ReactNode {
  const { name, width = 120 } = filter
  const { text, setText, apply } = useTypedFilter(filter)
  /** Whether the value was chosen from the list: then Enter chose it, and the typed text is not searched. */
  const isChosen = useRef(false)
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
      onChange={(next: string | undefined) => {
        isChosen.current = false
        setText(next ?? '')
      }}
      onFocus={use}
      onSearch={(next) => type?.(next)}
      onClear={() => apply('')}
      onSelect={(code) => {
        isChosen.current = true
        apply(code ?? '')
      }}
      onKeyDown={({ key }) => key === 'Enter' && !isChosen.current && apply(text)}
      onBlur={() => apply(text)}
    />
  )
}
