import { Empty, Flex, Input, Table, type TableColumnsType } from 'antd'
import { type ReactNode, useMemo, useState } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { useShops } from '../names/use-names.ts'
import { LinkButton } from '../parts/link-button.tsx'
import type { Pickable } from './pick-choices.ts'
import { type PickTexts, shopPickTexts } from './pick-texts.ts'

const texts = defineTexts({
  search: { zh: '在名单中查找', en: 'Find in the list' },
  code: { zh: '编码', en: 'Code' },
  name: { zh: '名称', en: 'Name' },
  remove: { zh: '移除', en: 'Remove' },
  removeOne: { zh: (name: string) => `移除 ${name}`, en: (name) => `Remove ${name}` },
  none: { zh: '没有符合条件的。', en: 'Nothing matches.' },
})

type Row = Readonly<{ code: string; entry: Pickable | undefined }>

type PickedTableProps = Readonly<{
  codes: readonly string[]
  entryOf: (code: string) => Pickable | undefined
  words: PickTexts
  /** Undefined where nothing can be changed. */
  remove: ((code: string) => void) | undefined
}>

/** All that is picked, page by page, to be looked through. */
export function PickedTable({ codes, entryOf, words, remove }: PickedTableProps): ReactNode {
  const t = useTexts(texts)
  const [typed, setTyped] = useState('')
  const sought = typed.trim().toLowerCase()
  const rows = codes
    .map((code): Row => ({ code, entry: entryOf(code) }))
    .filter(({ code, entry }) =>
      [code, entry?.name, entry?.place].some((text) => text?.toLowerCase().includes(sought) ?? false),
    )
  const columns: TableColumnsType<Row> = [
    {
      title: t.code,
      dataIndex: 'code',
      width: 96,
      ellipsis: true,
      render: (code: string) => <span className="yq-pick-code">{code}</span>,
    },
    {
      title: t.name,
      key: 'name',
      ellipsis: true,
      render: (_, { entry }) => entry?.name ?? <span className="yq-pick-unnamed">{words.unnamed}</span>,
    },
    { title: words.place, key: 'place', width: 96, ellipsis: true, render: (_, { entry }) => entry?.place },
  ]
  if (remove !== undefined) {
    columns.push({
      title: t.remove,
      key: 'remove',
      width: 84,
      render: (_, { code, entry }) => (
        <LinkButton text={t.remove} name={t.removeOne(entry?.name ?? code)} act={() => remove(code)} />
      ),
    })
  }
  return (
    <Flex vertical gap={8}>
      {codes.length > pageSize && (
        <Input
          aria-label={t.search}
          placeholder={t.search}
          value={typed}
          allowClear
          style={{ width: 220 }}
          onChange={({ target }) => setTyped(target.value)}
          onPressEnter={(event) => event.preventDefault()}
        />
      )}
      <div className="yq-card">
        <Table<Row>
          size="small"
          rowKey="code"
          columns={columns}
          dataSource={rows}
          scroll={{ x: 420 }}
          pagination={rows.length > pageSize && { pageSize, size: 'small', showSizeChanger: false }}
          locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.none} /> }}
        />
      </div>
    </Flex>
  )
}

const pageSize = 10

/** A list of shops by code and name, to be looked through. */
export function PickedShops({ codes }: Readonly<{ codes: readonly string[] }>): ReactNode {
  const words = useTexts(shopPickTexts)
  const { entries } = useShops()
  const known = useMemo(
    () => new Map(entries?.map(({ code, name, city }) => [code, { code, name, place: city }])),
    [entries],
  )
  return <PickedTable codes={codes} entryOf={(code) => known.get(code)} words={words} remove={undefined} />
}
