import { Button, Flex, type TableColumnsType, type TableColumnType } from 'antd'
import type { ReactNode } from 'react'
import './row-acts.css'

/** An act that a row offers where it is. */
export type RowAct = Readonly<{ name: string; title: string; isDanger?: boolean; act: () => void }>

/**
 * The columns of a list whose rows show acts at their end, over the last column, while the pointer or the keyboard is on them: after `j` or `k`,
 * Tab goes to them.
 * @param keyOf names the row in the names of its buttons
 */
export function withRowActs<Row>(
  columns: TableColumnsType<Row>,
  actsOf: (row: Row) => readonly RowAct[],
  keyOf: (row: Row) => string,
): TableColumnsType<Row> {
  const last = columns.at(-1)
  if (last === undefined) return columns
  const { render, dataIndex, ellipsis: _, ...column } = last as TableColumnType<Row>
  const shown = (row: Row, index: number) => {
    const value: unknown = typeof dataIndex === 'string' ? (row as Readonly<Record<string, unknown>>)[dataIndex] : row
    return (render === undefined ? value : render(value, row, index)) as ReactNode
  }
  return [
    ...columns.slice(0, -1),
    {
      ...column,
      render: (_value, row, index) => (
        <>
          {shown(row, index)}
          <RowActs acts={actsOf(row)} row={keyOf(row)} />
        </>
      ),
    },
  ]
}

function RowActs({ acts, row }: Readonly<{ acts: readonly RowAct[]; row: string }>): ReactNode {
  if (acts.length === 0) return null
  return (
    <Flex gap={4} align="center" className="yq-row-acts">
      {acts.map(({ name, title, isDanger = false, act }) => (
        <Button
          key={name}
          size="small"
          danger={isDanger}
          aria-label={`${title} ${row}`}
          onClick={(event) => {
            // A click in the row opens it.
            event.stopPropagation()
            act()
          }}
        >
          {title}
        </Button>
      ))}
    </Flex>
  )
}
