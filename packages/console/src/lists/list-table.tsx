import { Empty, Skeleton, Table, type TableColumnsType, type TableProps } from 'antd'
import type { ReactNode } from 'react'
import { isOnPaper, isOnPhone, useMatches } from '../design/use-matches.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { useRowKeys } from '../parts/use-row-keys.ts'

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

type ListTableProps<Row> = Readonly<{
  keyOf: (row: Row) => string
  columns: TableColumnsType<Row>
  /** Least width, pixels; on a narrower page the table scrolls. */
  width: number
  /** What a list without rows says. */
  none?: ReactNode
  /** What a click anywhere in a row does, or Enter on it. */
  open?: (key: string) => void
}> &
  ListPage<Row> &
  Pick<TableProps<Row>, 'expandable' | 'rowSelection' | 'summary'>

/** The rows of a list. A list of more than 50 that the server gave in one piece is shown in pages, and printed whole. */
export function ListTable<Row extends object>(props: ListTableProps<Row>): ReactNode {
  const { rows, keyOf, columns, isLoading, width, none, isMore, open, rowSelection, ...others } = props
  const t = useTexts(texts)
  const rowKeys = useRowKeys(open)
  const isPrinted = useMatches(isOnPaper)
  const isWhole = isPrinted || rows.length <= pageSize
  // On a phone it would leave the others no room.
  const isNarrow = useMatches(isOnPhone) || isPrinted
  return (
    <Table<Row>
      {...others}
      size="small"
      columns={isNarrow ? columns : withFixedFirst(columns)}
      rowKey={keyOf}
      dataSource={[...rows]}
      loading={{ spinning: isLoading && rows.length > 0, delay: 300 }}
      pagination={isWhole ? false : { pageSize, size: 'small', showSizeChanger: false }}
      scroll={{ x: width }}
      locale={{ emptyText: isLoading ? <Loading /> : <Empty image={image} description={isMore ? t.more : none} /> }}
      {...(rowSelection && { rowSelection: isNarrow ? rowSelection : { fixed: 'left', ...rowSelection } })}
      {...(open && {
        rowClassName: 'yq-row-opens',
        onRow: (row: Row) => ({ ...rowKeys(keyOf(row)), onClick: () => open(keyOf(row)) }),
      })}
    />
  )
}

/** What a row is about stays in sight where the table scrolls. */
function withFixedFirst<Row>([first, ...others]: TableColumnsType<Row>): TableColumnsType<Row> {
  return first === undefined ? [] : [{ ...first, fixed: 'left' }, ...others]
}

/** The rows that are being read. It shows after 300 ms, so that a quick answer does not flash. */
function Loading(): ReactNode {
  return <Skeleton active className="yq-late" title={false} paragraph={{ rows: 8, width: '100%' }} />
}

const pageSize = 50
const image = Empty.PRESENTED_IMAGE_SIMPLE
