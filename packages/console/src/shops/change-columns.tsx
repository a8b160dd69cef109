import type { TableColumnsType } from 'antd'
import { shortMoment } from '../design/days.ts'
import { useToday } from '../design/use-now.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { LinkButton } from '../parts/link-button.tsx'

const texts = defineTexts({
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
  const t = useTexts(texts)
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
