import { Empty, Pagination, Table, type TableColumnsType, type TableProps } from 'antd'
import { type ReactNode, useState } from 'react'
import { isOnPaper, isOnPhone, useMatches } from '../design/browser-state.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { useRowKeys } from '../parts/use-row-keys.ts'
import { ListCards, LoadingRows } from './list-cards.tsx'
import { type RowAct, withRowActs } from './row-acts.tsx'

const texts = defineTexts({
  more: {
    zh: '还没有找到，后面还没有查完。按“下一页”继续查找，或再加条件。',
    en: 'Nothing found yet, and not all has been searched. Press “Next page” to search on, or add a filter.',
  },
})

/** A page of a list. */
export type ListPage<Row> = Readonly<{
  rows: readonly Row[]
  isLoading: boolean
  /** Whether a next page may have rows, though this one may have none. */
  isMore?: boolean
}>

/** A column that orders the rows by itself, in one direction. */
export type OneWayOrder = Readonly<{ column: string; isChosen: boolean; choose: () => void }>

/** Whether the newest row is the first, and how to turn that round. */
export type RowOrder = Readonly<{ isNewestFirst: boolean; change: (isNewestFirst: boolean) => void }>

type ListTableProps<Row> = Readonly<{
  keyOf: (row: Row) => string
  columns: TableColumnsType<Row>
  /** Least width, pixels; on a narrower page the table scrolls. By default, and at least, that of its columns. */
  width?: number
  /** What a list without rows says. */
  none?: ReactNode
  /** The column that the server orders the rows by. */
  sort?: RowOrder & Readonly<{ column: string; ascending?: OneWayOrder | undefined }>
  /** What a click anywhere in a row does, or Enter on it. */
  open?: (key: string) => void
  /** What a row offers while the pointer or the keyboard is on it. */
  actsOf?: (row: Row) => readonly RowAct[]
}> &
  ListPage<Row> &
  Pick<TableProps<Row>, 'expandable' | 'rowSelection' | 'summary'>

/** The rows of a list. A list of more than 50 that the server gave in one piece is shown in pages, and printed whole. */
export function ListTable<Row extends object>(props: ListTableProps<Row>): ReactNode {
  const {
    rows,
    keyOf,
    columns: given,
    isLoading,
    width,
    none,
    isMore,
    open,
    rowSelection,
    sort,
    actsOf,
    ...others
  } = props
  const columns = sort === undefined ? given : sortedBy(sort, given)
  const t = useTexts(texts)
  const rowKeys = useRowKeys(open)
  const isPrinted = useMatches(isOnPaper)
  const isWhole = isPrinted || rows.length <= pageSize
  const [turnedTo, turnTo] = useState(1)
  // On a phone it would leave the others no room.
  const isPhone = useMatches(isOnPhone)
  const isNarrow = isPhone || isPrinted
  const nothing = isLoading ? <LoadingRows /> : <Empty image={image} description={isMore ? t.more : none} />
  if (isPhone && !isPrinted && rows.length === 0) return <div className="yq-list-nothing">{nothing}</div>
  if (isPhone && !isPrinted && others.summary === undefined) {
    const page = Math.min(turnedTo, Math.ceil(rows.length / pageSize))
    const pagination = {
      current: page,
      pageSize,
      total: rows.length,
      showSizeChanger: false,
      onChange: turnTo,
    } as const
    return (
      <>
        <ListCards
          rows={rows.slice((page - 1) * pageSize, page * pageSize)}
          keyOf={keyOf}
          columns={given}
          rowKeys={rowKeys}
          open={open}
          selection={rowSelection}
          expandable={others.expandable}
        />
        {!isWhole && <Pagination {...pagination} size="small" align="center" />}
      </>
    )
  }
  return (
    <Table<Row>
      {...others}
      size="small"
      showHeader={rows.length > 0 || isLoading}
      columns={isNarrow ? columns : withFixedFirst(actsOf ? withRowActs(columns, actsOf, keyOf) : columns)}
      rowKey={keyOf}
      dataSource={[...rows]}
      loading={{ spinning: isLoading && rows.length > 0, delay: 300 }}
      pagination={isWhole ? false : { pageSize, size: 'small', showSizeChanger: false }}
      scroll={{ x: width === undefined ? widthOf(columns) : Math.max(width, widthOf(columns, 120)) }}
      {...(sort && {
        onChange: (_page, _filters, sorter, { action }) =>
          action === 'sort' && reorder(sort, Array.isArray(sorter) ? undefined : sorter.columnKey),
      })}
      locale={{ emptyText: nothing }}
      {...(rowSelection && { rowSelection: isNarrow ? rowSelection : { fixed: 'left', ...rowSelection } })}
      {...(open && {
        rowClassName: 'yq-row-opens',
        onRow: (row: Row) => ({ ...rowKeys(keyOf(row)), onClick: () => open(keyOf(row)) }),
      })}
    />
  )
}

/** The least width of a table with such columns, pixels. @param flexible that of a column without a width */
export function widthOf<Row>(columns: TableColumnsType<Row>, flexible = 180): number {
  return columns.reduce((sum, { width }) => sum + (typeof width === 'number' ? width : flexible), 0)
}

/** A column of a list that is there whole, which the page sorts by its text or number. */
export function sortedInPage<Row>(textOf: (row: Row) => string | number | undefined) {
  const compare = (left: Row, right: Row) =>
    String(textOf(left) ?? '').localeCompare(String(textOf(right) ?? ''), 'zh-CN', { numeric: true })
  return { sorter: compare, showSorterTooltip: false } as const
}

type Sort = NonNullable<ListTableProps<object>['sort']>

/** A click on the head of the column turns the order round. */
function sortedBy<Row>(sort: Sort, columns: TableColumnsType<Row>): TableColumnsType<Row> {
  const { ascending } = sort
  const isOther = ascending?.isChosen === true
  const sorted = {
    sorter: true,
    sortOrder: isOther ? null : sort.isNewestFirst ? 'descend' : 'ascend',
    sortDirections: ['ascend', 'descend', 'ascend'],
    showSorterTooltip: false,
  } as const
  const other = {
    sorter: true,
    sortOrder: isOther ? 'ascend' : null,
    sortDirections: ['ascend'],
    showSorterTooltip: false,
  }
  return columns.map((column) => {
    if (column.key === sort.column) return Object.assign({}, column, sorted)
    return column.key === ascending?.column ? Object.assign({}, column, other) : column
  })
}

/** What a click on the head of a column does. @param column undefined where its order is taken away */
function reorder({ column: own, ascending, isNewestFirst, change }: Sort, column: unknown): void {
  if (ascending !== undefined && column === ascending.column && !ascending.isChosen) ascending.choose()
  else change(column === own && ascending?.isChosen !== true ? !isNewestFirst : true)
}

/** What a row is about stays in sight where the table scrolls. */
function withFixedFirst<Row>([first, ...others]: TableColumnsType<Row>): TableColumnsType<Row> {
  return first === undefined ? [] : [{ ...first, fixed: 'left' }, ...others]
}

const pageSize = 50
const image = Empty.PRESENTED_IMAGE_SIMPLE
