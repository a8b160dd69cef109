import { Flex, Input } from 'antd'
import type { ReactNode } from 'react'
import type { TabProps } from './tab-props.ts'

type NameSearchProps = Pick<TabProps, 'change'> &
  Readonly<{
    q: string | undefined
    /** What is looked through, as label and placeholder. */
    label: string
    /** How many match, of how many; undefined while they load. */
    total: string | undefined
    /** Further filters. */
    children?: ReactNode
  }>

/** The line above a table of names: its search, further filters, and how many match. */
export function NameSearch({ q, label, total, change, children }: NameSearchProps): ReactNode {
  return (
    <Flex wrap gap={8} align="center" role="search">
      <Input
        aria-label={label}
        placeholder={label}
        value={q ?? ''}
        style={{ width: 220 }}
        allowClear
        onChange={({ target }) => change({ q: target.value }, { isReplaced: true })}
      />
      {children}
      <span className="yq-soft yq-number yq-end">{total}</span>
    </Flex>
  )
}
