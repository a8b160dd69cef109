import type { TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { ListTable, sortedInPage } from '../lists/list-table.tsx'
import type { Names } from '../names/use-names.ts'
import { Code } from '../parts/code.tsx'
import { useChangeColumns } from './change-columns.tsx'

const texts = defineTexts({ code: { zh: '编码', en: 'Code' } })

type Entry = Readonly<{ code: string; changedAt: string }>

type EntryTableProps<E extends Entry> = Readonly<{
  names: Names<E>
  /** Those that match the filters. */
  rows: readonly E[]
  /** Between the code and the moment of the last change. */
  columns: TableColumnsType<E>
  width: number
  /** Undefined for people who may not change names. */
  edit: ((code: string) => void) | undefined
  /** Said where no entry matches. */
  none: string
}>

/** Shops or categories with their names. */
export function EntryTable<E extends Entry>({
  names: { entries, error },
  rows,
  columns,
  width,
  edit,
  none,
}: EntryTableProps<E>): ReactNode {
  const t = useTexts(texts)
  const last = useChangeColumns<E>({
    changedAt: (entry) => entry.changedAt,
    edit: edit && (({ code }) => edit(code)),
  })
  const all: TableColumnsType<E> = [
    {
      title: t.code,
      dataIndex: 'code',
      width: 130,
      render: (code: string) => <Code text={code} />,
      ...sortedInPage<E>(({ code }) => code),
    },
    ...columns,
    ...last,
  ]
  return (
    <div className="yq-card">
      <ListTable
        rows={rows}
        width={width}
        keyOf={({ code }) => code}
        columns={all}
        isLoading={entries === undefined && error === null}
        none={entries === undefined ? ' ' : none}
      />
    </div>
  )
}
