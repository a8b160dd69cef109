import { PlusOutlined, UploadOutlined } from '@ant-design/icons'
import { Button, Empty, Flex, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { shortMoment, useToday } from '../design/days.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { ListTable, sortedInPage } from '../lists/list-table.tsx'
import type { Names } from '../names/use-names.ts'
import { Code } from '../parts/code.tsx'
import { LinkButton } from '../parts/link-button.tsx'
import type { Kind } from './read-table.ts'
import type { TabProps } from './tab-props.ts'

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

const changeColumnsTexts = defineTexts({
  changed: { zh: '变更', en: 'Changed' },
  acts: { zh: '操作', en: 'Actions' },
  edit: { zh: '修改', en: 'Edit' },
})

type Changing<Row> = Readonly<{
  /** When a row was changed last, `YYYY-MM-DD HH:mm:ss` GMT+8. */
  changedAt: (row: Row) => string
  /** Opens the form of a row; undefined for people who may not change it. */
  edit: ((row: Row) => void) | undefined
}>

/** The last columns of a table of names: the moment of the last change, and the button that changes a row. */
export function useChangeColumns<Row extends object>({ changedAt, edit }: Changing<Row>): TableColumnsType<Row> {
  const t = useTexts(changeColumnsTexts)
  const today = useToday()
  const changed: TableColumnsType<Row>[number] = {
    title: t.changed,
    key: 'changed',
    width: 124,
    className: 'yq-number',
    render: (_, row) => <time title={changedAt(row)}>{shortMoment(changedAt(row), today)}</time>,
  }
  if (edit === undefined) return [changed]
  const button: TableColumnsType<Row>[number] = {
    title: t.acts,
    className: 'yq-acts-column',
    key: 'edit',
    width: 84,
    render: (_, row) => <LinkButton text={t.edit} act={() => edit(row)} />,
  }
  return [changed, button]
}

const firstStepTexts = defineTexts({
  import: { zh: '从表格导入', en: 'Import a table' },
  shop: { zh: '登记第一家门店', en: 'Name the first shop' },
  category: { zh: '登记第一个品类', en: 'Name the first category' },
})

type FirstStepProps = Readonly<{
  text: string
  kind: Kind
  /** Undefined where the operator may not save. */
  choose: TabProps['choose'] | undefined
}>

/** What is shown before anything has a name, with what to do first. */
export function FirstStep({ text, kind, choose }: FirstStepProps): ReactNode {
  const t = useTexts(firstStepTexts)
  return (
    <div className="yq-card yq-first-step">
      <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text}>
        {choose !== undefined && (
          <Flex gap={8} justify="center" wrap>
            <Button type="primary" icon={<UploadOutlined />} onClick={() => choose('import')}>
              {t.import}
            </Button>
            <Button icon={<PlusOutlined />} onClick={() => choose('create')}>
              {t[kind]}
            </Button>
          </Flex>
        )}
      </Empty>
    </div>
  )
}
