import { Flex, Input } from 'antd'
import type { ReactNode } from 'react'
import { type ChosenFilter, Filters } from '../lists/filters.tsx'
import type { TabProps } from './tab-props.ts'
import './name-search.css'

type NameSearchProps = Pick<TabProps, 'change'> &
  Readonly<{
    q: string | undefined
    /** What is looked through, as label and placeholder. */
    label: string
    /** How many match, of how many; undefined while they load. */
    total: string | undefined
    /** Further filters, and which of them are chosen. */
    children?: ReactNode
    chosen?: readonly (ChosenFilter | false)[]
  }>

/** The line above a table of names: its search, further filters, and how many match. */
export function NameSearch({ q, label, total, change, chosen = [], children }: NameSearchProps): ReactNode {
  const search = (
    <Input
      className="yq-name-search"
      aria-label={label}
      placeholder={label}
      value={q ?? ''}
      allowClear
      onChange={({ target }) => change({ q: target.value }, { isReplaced: true })}
    />
  )
  const sum = <span className="yq-soft yq-number yq-end">{total}</span>
  if (children === undefined) {
    return (
      <Flex gap={8} align="center" role="search">
        {search}
        {sum}
      </Flex>
    )
  }
  return (
    <Filters start={search} chosen={chosen} end={sum}>
      {children}
    </Filters>
  )
}
