import { FilterOutlined } from '@ant-design/icons'
import { Button, Flex, Tag } from 'antd'
import { type ReactNode, useId, useRef, useState } from 'react'
import { isOnPhone, useMatches } from '../design/browser-state.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import './filters.css'

const texts = defineTexts({
  filters: { zh: '筛选', en: 'Filters' },
  remove: { zh: (name: string) => `去掉筛选：${name}`, en: (name) => `Remove the filter: ${name}` },
})

/** A filter that is not as it is without a choice. */
export type ChosenFilter = Readonly<{
  name: string
  /** The value in words. */
  text: ReactNode
  clear: () => void
}>

type FiltersProps = Readonly<{
  /** Those that are chosen; `false` for the others. */
  chosen: readonly (ChosenFilter | false)[]
  /** Stays before them, on a phone too. */
  start?: ReactNode
  /** Stays behind them, on a phone too. */
  end?: ReactNode
  className?: string
  children: ReactNode
}>

/** The filters of a list in a line. On a phone a button unfolds them, and those that are chosen are beside it, to be taken away. */
export function Filters({ chosen, start, end, className = '', children }: FiltersProps): ReactNode {
  const t = useTexts(texts)
  const id = useId()
  const isPhone = useMatches(isOnPhone)
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement | HTMLAnchorElement>(null)
  if (!isPhone) {
    return (
      <Flex wrap gap={8} align="center" className={className} role="search">
        {start}
        {children}
        {end}
      </Flex>
    )
  }
  const shown = chosen.filter((one) => one !== false)
  return (
    <search className={className}>
      <div className="yq-filters-line">
        {start}
        <Button
          ref={button}
          icon={<FilterOutlined />}
          aria-expanded={isOpen}
          aria-controls={id}
          type={isOpen ? 'primary' : 'default'}
          onClick={() => setOpen(!isOpen)}
        >
          {t.filters}
        </Button>
        {shown.map(({ name, text, clear }) => (
          <Tag
            key={name}
            closable={{ 'aria-label': t.remove(name) }}
            title={name}
            onClose={(event) => {
              // Its value removes it, and not the tag by itself.
              event.preventDefault()
              // It had the focus, and goes.
              button.current?.focus()
              clear()
            }}
          >
            {text}
          </Tag>
        ))}
        {end}
      </div>
      {/* Kept while it is folded, so that what is typed is not lost. */}
      <div id={id} className="yq-filters-all" hidden={!isOpen}>
        {children}
      </div>
    </search>
  )
}

/** A chip of a filter by text; false without one. */
export function chosenText(name: string, text: string | undefined, clear: () => void): ChosenFilter | false {
  return text !== undefined && text !== '' && { name, text: `${name} ${text}`, clear }
}

/** A chip of a range of days; false without one. */
export function chosenDays(
  name: string,
  { from, to }: Readonly<{ from: string | undefined; to: string | undefined }>,
  clear: () => void,
): ChosenFilter | false {
  return (from !== undefined || to !== undefined) && { name, text: `${from ?? ''} – ${to ?? ''}`.trim(), clear }
}
