import { Alert, Form, Table as Rows, Select } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { ChooseTable } from '../files/choose-table.tsx'
import { faultIn, guessMemberColumn, type MemberColumn, valuesOf } from '../files/guess-column.ts'
import type { Table } from '../files/read-table.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { CountField, TextField } from '../parts/fields.tsx'
import { useLeaveQuestion } from '../parts/use-leave-question.ts'
import { useWork } from '../session/use-work.ts'
import { draftSend, type Job } from './draft-send.ts'

const texts = defineTexts({
  title: { zh: '按名单发券', en: 'Send to a list' },
  preview: { zh: '试算', en: 'Dry run' },
  consequence: {
    zh: (rows: number) => `名单 ${rows} 行。先试算，不发出任何券；核对后再开始。`,
    en: (rows) => `${rows} rows. This tries it out and sends nothing; start it after a look at the result.`,
  },
  adding: {
    zh: (given: number, rows: number) => `正在核对名单 ${given} / ${rows}`,
    en: (given, rows) => `Checking the list, ${given} of ${rows}`,
  },
  column: { zh: '会员在哪一列', en: 'Column of the members' },
  holds: { zh: '该列是', en: 'It holds' },
  phone: { zh: '手机号', en: 'phones' },
  card: { zh: '会员卡号', en: 'card numbers' },
  count: { zh: '每人张数', en: 'Coupons for each' },
  channel: { zh: '渠道（可不填）', en: 'Channel (optional)' },
  required: { zh: '请选择', en: 'Required' },
  line: { zh: '行', en: 'Line' },
  faults: {
    zh: (count: number, first: number, why: string) =>
      `该列有 ${count} 行不能使用，如第 ${first} 行：${why}。这些行已略去。`,
    en: (count, first, why) =>
      `${count} rows of the column cannot be used, as line ${first}: ${why}. They are left out.`,
  },
  blank: {
    zh: (count: number) => `该列有 ${count} 行空白，已略去。`,
    en: (count) => `${count} rows are blank in the column and left out.`,
  },
  untitled: { zh: (place: number) => `第 ${place} 列`, en: (place) => `Column ${place}` },
})

type Values = MemberColumn & Readonly<{ count: number; channel?: string }>
type Props = Readonly<{ couponId: string; drafted: (job: Job) => void; close: () => void }>

/** The list of a send: its file, the column of the members, and the dry run. */
export function PrepareSend(props: Props): ReactNode {
  const [table, setTable] = useState<Table>()
  return table === undefined ? <ChooseTable chosen={setTable} /> : <MapList {...props} table={table} />
}

function MapList({ couponId, drafted, close, table }: Props & Readonly<{ table: Table }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const [column, setColumn] = useState(guessMemberColumn(table))
  const isDrafted = useRef(false)
  useLeaveQuestion(() => !isDrafted.current)
  const bad = column === undefined ? [] : table.rows.filter((row) => faultIn(row, column.index) !== undefined)
  const [first] = bad
  const fault = first && column && faultIn(first, column.index)
  const blank = column === undefined ? 0 : table.rows.length - bad.length - valuesOf(table, column.index).length

  const draft = useWork(async ({ index, holds, count, channel }: Values, place) => {
    const { fileName: title, digest: fileDigest } = table
    const input = { couponId, title, fileDigest, count, channel: channel?.trim() || undefined, holds }
    const job = await draftSend({ ...input, values: valuesOf(table, index) }, place)
    isDrafted.current = true
    drafted(job)
  })
  const isBusy = draft.isBusy || draft.isDone
  const required = { required: true, message: t.required }
  return (
    <ActForm<Values>
      title={t.title}
      verb={t.preview}
      consequence={isBusy ? t.adding(draft.count, table.rows.length) : t.consequence(table.rows.length)}
      isBusy={isBusy}
      error={draft.error}
      initialValues={{ ...column, count: 1 }}
      onChange={({ index, holds }) => setColumn({ index, holds })}
      submit={draft.run}
      cancel={close}
    >
      <FirstRows table={table} />
      <div className="yq-act-row">
        <Form.Item name="index" label={t.column} rules={[required]}>
          <Select options={table.columns.map((title, value) => ({ value, label: title || t.untitled(value + 1) }))} />
        </Form.Item>
        <Form.Item name="holds" label={t.holds} rules={[required]}>
          <Select
            options={[
              { value: 'phone', label: t.phone },
              { value: 'card', label: t.card },
            ]}
          />
        </Form.Item>
        <CountField name="count" label={t.count} rules={[required]} min={1} max={10} style={{ width: '100%' }} />
        <TextField name="channel" label={t.channel} autoComplete="off" />
      </div>
      {first !== undefined && fault !== undefined && (
        <Form.Item>
          <Alert type="warning" showIcon title={t.faults(bad.length, first.line, fault[language])} />
        </Form.Item>
      )}
      {blank > 0 && <p className="yq-soft">{t.blank(blank)}</p>}
    </ActForm>
  )
}

const shownRows = 4

/** What the file begins with, so that the operator recognises it. */
function FirstRows({ table: { columns, rows } }: Readonly<{ table: Table }>): ReactNode {
  const t = useTexts(texts)
  return (
    <Form.Item>
      <Rows
        size="small"
        pagination={false}
        rowKey="line"
        scroll={{ x: 'max-content' }}
        dataSource={rows.slice(0, shownRows)}
        columns={[
          { title: t.line, dataIndex: 'line', width: 56, className: 'yq-number' },
          ...columns.map((title, place) => ({
            title: title || t.untitled(place + 1),
            key: place,
            render: (_: unknown, { values }: Table['rows'][number]) => values[place],
          })),
        ]}
      />
    </Form.Item>
  )
}
