import { attributeField, importFields, type Mapping } from '@yaoquan/api'
import { Table as Rows, Select } from 'antd'
import type { ReactNode } from 'react'
import type { Table } from '../files/read-table.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { examplesOf, type TableReading } from './table-reading.ts'
import './column-table.css'

const texts = defineTexts({
  column: { zh: '文件中的列', en: 'Column of the file' },
  example: { zh: '内容，及读作什么', en: 'Contents, and what they are read as' },
  field: { zh: '导入为', en: 'Imported as' },
  none: { zh: '不导入', en: 'Not imported' },
  attribute: { zh: '自定义属性', en: 'An attribute' },
  untitled: { zh: (place: number) => `第 ${place} 列`, en: (place) => `Column ${place}` },
})

type Props = Readonly<{
  table: Table
  reading: TableReading
  isBusy: boolean
  choose: (mapping: Mapping) => void
}>

/** The columns of a file: their first values, what these are read as, and the field of each. */
export function ColumnTable({ table, reading, isBusy, choose }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { kind, mapping } = reading
  const titleOf = (title: string, place: number) => title.trim() || t.untitled(place + 1)
  return (
    <Rows
      size="small"
      pagination={false}
      rowKey="place"
      dataSource={table.columns.map((title, place) => ({ title, place }))}
      columns={[
        { title: t.column, key: 'title', render: (_, { title, place }) => titleOf(title, place) },
        {
          title: t.example,
          key: 'example',
          responsive: ['sm'],
          render: (_, { place }) => <Examples items={examplesOf(table, place, reading)} />,
        },
        {
          title: t.field,
          key: 'field',
          width: 176,
          render: (_, { title, place }) => (
            <>
              <Select
                aria-label={`${t.field}: ${titleOf(title, place)}`}
                style={{ width: '100%' }}
                disabled={isBusy}
                value={mapping[place] ?? ''}
                showSearch={{ optionFilterProp: 'label' }}
                options={[
                  { value: '', label: t.none },
                  ...importFields[kind].map((field) => ({ value: field.wire, label: field[language] })),
                  ...(kind === 'import-members' && title.trim() !== ''
                    ? [{ value: attributeField(title), label: t.attribute }]
                    : []),
                ]}
                onChange={(field) => choose(mapping.map((one, at) => (at === place ? field || undefined : one)))}
              />
              <div className="yq-narrow-examples">
                <Examples items={examplesOf(table, place, reading)} />
              </div>
            </>
          ),
        },
      ]}
    />
  )
}

function Examples({ items }: Readonly<{ items: ReturnType<typeof examplesOf> }>): ReactNode {
  return (
    <ul className="yq-examples">
      {[...new Set(items.map(({ given, value }) => (given === value ? given : `${given} → ${value}`)))].map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  )
}
