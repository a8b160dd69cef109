import { Button, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { dayOf, shortMoment } from '../design/days.ts'
import { useNow } from '../design/use-now.ts'
import { useTexts } from '../language/language-provider.tsx'
import { defineTexts } from '../language/texts.ts'
import { ListTable } from '../lists/list-table.tsx'
import type { Names } from '../names/use-names.ts'
import { Code } from '../parts/code.tsx'

const texts = defineTexts({
  code: { zh: '编码', en: 'Code' },
  changed: { zh: '变更', en: 'Changed' },
  edit: { zh: '修改', en: 'Edit' },
})

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
  const today = dayOf(useNow(60_000))
  const all: TableColumnsType<E> = [
    { title: t.code, dataIndex: 'code', width: 130, render: (code: string) => <Code text={code} /> },
    ...columns,
    {
      title: t.changed,
      dataIndex: 'changedAt',
      width: 124,
      className: 'yq-number',
      render: (at: string) => <time title={at}>{shortMoment(at, today)}</time>,
    },
  ]
  if (edit !== undefined) {
    all.push({
      title: t.edit,
      key: 'edit',
      width: 84,
      render: (_, { code }) => (
        <Button type="link" size="small" onClick={() => edit(code)}>
          {t.edit}
        </Button>
      ),
    })
  }
  return (
    <div className="yq-card">
      <ListTable
        {...{ rows, width }}
        keyOf={({ code }) => code}
        columns={all}
        isLoading={entries === undefined && error === null}
        none={entries === undefined ? ' ' : none}
      />
    </div>
  )
}
