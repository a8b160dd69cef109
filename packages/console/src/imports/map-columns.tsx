import { readDifferentlyTexts } from '@yaoquan/api'
import { Alert, Form, Table as Rows, Select } from 'antd'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import type { Table } from '../files/read-table.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { useLeaveQuestion } from '../parts/use-leave-question.ts'
import { useSession } from '../session/session-provider.tsx'
import { useWork } from '../session/use-work.ts'
import { draftImport } from './draft-import.ts'
import { attributeField, faultOfMapping, type ImportKind, importFields, type Mapping } from './import-fields.ts'
import { isHeader } from './is-header.ts'
import { rememberedMapping, rememberMapping } from './remembered-mapping.ts'
import { countReadDifferently, rowsOfTable, unusable } from './rows-of-table.ts'

const texts = defineTexts({
  title: { zh: '每一列是什么', en: 'What each column is' },
  verb: { zh: '试算', en: 'Dry run' },
  consequence: {
    zh: (rows: number) => `${rows} 行。先逐行试算，不改动任何数据；核对后再启动。`,
    en: (rows) => `${rows} rows. This tries out each row and changes nothing; start it after a look at the result.`,
  },
  adding: {
    zh: (given: number, rows: number) => `正在逐行试算 ${given} / ${rows}，请不要关闭本页`,
    en: (given, rows) => `Trying out ${given} of ${rows} rows; keep this page open`,
  },
  column: { zh: '文件中的列', en: 'Column of the file' },
  example: { zh: '内容', en: 'Contents' },
  field: { zh: '导入为', en: 'Imported as' },
  none: { zh: '不导入', en: 'Not imported' },
  attribute: { zh: '自定义属性', en: 'An attribute' },
  untitled: { zh: (place: number) => `第 ${place} 列`, en: (place) => `Column ${place}` },
  twice: { zh: '有两列导入为同一项。', en: 'Two columns are imported as the same field.' },
  nobodyMember: { zh: '需要有手机号或会员卡号列。', en: 'A column with the phone or the card is needed.' },
  nobodyCoupon: { zh: '需要有券码列。', en: 'A column with the code is needed.' },
  noHeader: {
    zh: '首行按列名处理，不会导入，也不会记住，但它不像列名。如果它是数据，请在它上面加一行列名，再重新选择文件。',
    en: 'The first row is taken as titles: it is neither imported nor remembered. It does not look like titles; if it is data, put a row of titles above it and choose the file again.',
  },
  faults: {
    zh: (count: number, line: number, why: string) => `有 ${count} 行不能使用，如第 ${line} 行：${why}。这些行已略去。`,
    en: (count, line, why) => `${count} rows cannot be used, as line ${line}: ${why}. They are left out.`,
  },
})

type Props = Readonly<{ kind: ImportKind; table: Table; drafted: (jobId: string) => void; close: () => void }>

/** Which column of a file is which field, and the dry run. */
export function MapColumns({ kind, table, drafted, close }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { seller } = useSession()
  const place = { kind, sellerId: seller.id }
  const [mapping, setMapping] = useState<Mapping>(() => rememberedMapping(table.columns, place))
  const isDrafted = useRef(false)
  useLeaveQuestion(() => !isDrafted.current)
  const wrong = faultOfMapping(mapping, kind)
  const rows = useMemo(() => rowsOfTable(table, mapping), [table, mapping])
  const typed = useMemo(() => countReadDifferently(table, mapping), [table, mapping])
  const bad = table.rows.filter((row) => unusable(row, mapping) !== undefined)
  const [first] = bad

  /** Remembered at once: the file is not kept when the page is closed. */
  function choose(column: number, field: string): void {
    const next = mapping.map((one, at) => (at === column ? field || undefined : one))
    setMapping(next)
    rememberMapping(table.columns, next, place)
  }

  const draft = useWork(async (_, workPlace) => {
    rememberMapping(table.columns, mapping, place)
    const jobId = await draftImport({ kind, title: table.fileName, rows }, workPlace)
    isDrafted.current = true
    drafted(jobId)
  })
  const isBusy = draft.isBusy || draft.isDone
  const nobody = kind === 'import-members' ? t.nobodyMember : t.nobodyCoupon
  const warnings = [
    !isHeader(table.columns, kind) && t.noHeader,
    wrong !== undefined && (wrong === 'twice' ? t.twice : nobody),
    first?.fault !== undefined && t.faults(bad.length, first.line, first.fault[language]),
  ].filter((warning) => warning !== false)
  return (
    <ActForm
      title={t.title}
      verb={t.verb}
      consequence={isBusy ? t.adding(draft.count, rows.length) : t.consequence(rows.length)}
      isBusy={isBusy}
      error={draft.error}
      submit={() => wrong === undefined && draft.run()}
      cancel={close}
    >
      <Form.Item>
        <Rows
          size="small"
          pagination={false}
          rowKey="place"
          dataSource={table.columns.map((title, index) => ({ title, place: index }))}
          columns={[
            {
              title: t.column,
              dataIndex: 'title',
              ellipsis: true,
              render: (title: string, column) => title || t.untitled(column.place + 1),
            },
            {
              title: t.example,
              key: 'example',
              ellipsis: true,
              render: (_, column) => <span className="yq-soft">{exampleOf(table, column.place)}</span>,
            },
            {
              title: t.field,
              key: 'field',
              width: 190,
              render: (_, { title, place: index }) => (
                <Select
                  aria-label={`${t.field}: ${title || t.untitled(index + 1)}`}
                  style={{ width: '100%' }}
                  disabled={isBusy}
                  value={mapping[index] ?? ''}
                  showSearch={{ optionFilterProp: 'label' }}
                  options={[
                    { value: '', label: t.none },
                    ...importFields[kind].map((field) => ({ value: field.wire, label: field[language] })),
                    ...(kind === 'import-members' && title.trim() !== ''
                      ? [{ value: attributeField(title), label: t.attribute }]
                      : []),
                  ]}
                  onChange={(field) => choose(index, field)}
                />
              ),
            },
          ]}
        />
      </Form.Item>
      {warnings.map((warning) => (
        <Form.Item key={warning}>
          <Alert type="warning" showIcon title={warning} />
        </Form.Item>
      ))}
      {readDifferentlyTexts(typed).map((text) => (
        <Form.Item key={text.en}>
          <Alert type="info" showIcon title={text[language]} />
        </Form.Item>
      ))}
    </ActForm>
  )
}

/** The first values of a column. */
function exampleOf({ rows }: Table, place: number): string {
  return rows
    .slice(0, 20)
    .map(({ values }) => values[place] ?? '')
    .filter((value) => value !== '')
    .slice(0, 3)
    .join('、')
}
