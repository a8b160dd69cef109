import { Checkbox, type TableColumnsType, type TableColumnType, type TableProps } from 'antd'
import type { Key, ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Loading } from '../parts/failure.tsx'
import type { useRowKeys } from '../parts/use-row-keys.ts'
import './list-cards.css'

type Props<Row> = Readonly<{
  rows: readonly Row[]
  keyOf: (row: Row) => string
  columns: TableColumnsType<Row>
  rowKeys: ReturnType<typeof useRowKeys>
  open: ((key: string) => void) | undefined
  selection: TableProps<Row>['rowSelection']
  expandable?: TableProps<Row>['expandable']
}>

const texts = defineTexts({ all: { zh: '展开全部', en: 'Show all' } })

/** The rows of a list on a phone, where a table would be cut: each a card with what its columns have, by their titles. */
export function ListCards<Row extends object>({
  rows,
  keyOf,
  columns,
  rowKeys,
  open,
  selection,
  expandable,
}: Props<Row>): ReactNode {
  const t = useTexts(texts)
  const [first, ...others] = columns.flatMap((column) => ('children' in column ? [] : [column]))
  const openingProps = (key: string) =>
    open === undefined ? {} : Object.assign(rowKeys(key), { className: 'yq-row-opens', onClick: () => open(key) })
  return (
    <ul className="yq-list-cards">
      {rows.map((row, place) => (
        <li key={keyOf(row)} {...openingProps(keyOf(row))}>
          <div className="yq-list-card-head">
            {selection && <Selected row={row} rowKey={keyOf(row)} rows={rows} keyOf={keyOf} selection={selection} />}
            {first && <div>{contentOf(first, row, place)}</div>}
          </div>
          <dl className="yq-list-card-facts">
            {others.map((column, number) => {
              const content = contentOf(column, row, place)
              if (isNothing(content)) return null
              return (
                <div key={String(column.key ?? column.dataIndex ?? number)}>
                  <dt>{titleOf(column)}</dt>
                  <dd>{content}</dd>
                </div>
              )
            })}
          </dl>
          {expandable?.rowExpandable?.(row) === true && (
            <details className="yq-list-card-more">
              <summary>{t.all}</summary>
              {expandable.expandedRowRender?.(row, place, 0, true)}
            </details>
          )}
        </li>
      ))}
    </ul>
  )
}

type SelectedProps<Row> = Readonly<{
  row: Row
  rowKey: string
  rows: readonly Row[]
  keyOf: (row: Row) => string
  selection: NonNullable<TableProps<Row>['rowSelection']>
}>

function Selected<Row extends object>({ row, rowKey, rows, keyOf, selection }: SelectedProps<Row>): ReactNode {
  const { selectedRowKeys = [], onChange, getCheckboxProps } = selection
  const change = (isChecked: boolean) => {
    const keys: Key[] = isChecked ? [...selectedRowKeys, rowKey] : selectedRowKeys.filter((key) => key !== rowKey)
    const selected = rows.filter((one) => keys.includes(keyOf(one)))
    onChange?.(keys, selected, { type: 'single' })
  }
  return (
    <Checkbox
      aria-label={getCheckboxProps?.(row)['aria-label']}
      checked={selectedRowKeys.includes(rowKey)}
      onClick={(event) => event.stopPropagation()}
      onChange={({ target }) => change(target.checked)}
    />
  )
}

function titleOf<Row>({ title }: TableColumnType<Row>): ReactNode {
  return typeof title === 'function' ? title({}) : title
}

/** What a column shows of a row: what it renders, or the value itself. */
function contentOf<Row extends object>(column: TableColumnType<Row>, row: Row, place: number): ReactNode {
  const { dataIndex, render } = column
  const values: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(row))
  const value = typeof dataIndex === 'string' ? values[dataIndex] : undefined
  // No column renders cells that span others.
  if (render !== undefined) return render(value, row, place) as ReactNode
  return value === undefined || value === null ? undefined : String(value)
}

function isNothing(content: ReactNode): boolean {
  return content === undefined || content === null || content === false || content === ''
}

/** The rows that are being read. It shows after 300 ms, so that a quick answer does not flash. */
export function LoadingRows(): ReactNode {
  return <Loading className="yq-late" rows={8} width="100%" />
}
