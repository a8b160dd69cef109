import { Flex, Select, type TableColumnsType, Tag } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { sortedInPage } from '../lists/list-table.tsx'
import type { Names, Shop } from '../names/use-names.ts'
import { LinkButton } from '../parts/link-button.tsx'
import { EntryTable, FirstStep } from './entry-table.tsx'
import { NameSearch } from './name-search.tsx'
import { hasText, type TabProps } from './tab-props.ts'
import { UnnamedShops } from './unnamed-codes.tsx'

const texts = defineTexts({
  search: { zh: '编码、名称或城市', en: 'Code, name or city' },
  group: { zh: '门店组', en: 'Group' },
  state: { zh: '状态', en: 'State' },
  all: { zh: '全部', en: 'All' },
  open: { zh: '营业', en: 'Open' },
  closed: { zh: '已闭店', en: 'Closed down' },
  name: { zh: '名称', en: 'Name' },
  city: { zh: '城市', en: 'City' },
  total: { zh: (count: number, of: number) => `${count} / ${of} 家`, en: (count, of) => `${count} of ${of}` },
  none: { zh: '没有符合条件的门店。', en: 'No shop matches.' },
  first: {
    zh: '还没有登记门店。登记名称后，“01”会显示为“朝阳店 (01)”。',
    en: 'No shop has a name yet. With names, “01” reads “Chaoyang (01)”.',
  },
})

const states = ['all', 'open', 'closed'] as const

/** The shops that have names, and the codes in use that have none. */
export function ShopsTab({
  shops,
  filters: { q, group, state },
  change,
  choose,
  maySave,
}: TabProps & Readonly<{ shops: Names<Shop> }>): ReactNode {
  const t = useTexts(texts)
  const entries = shops.entries ?? []
  const groups = [...new Set(entries.flatMap((shop) => shop.groups))].toSorted()
  const rows = entries.filter(
    ({ code, name, city, closed, groups: of }) =>
      hasText(q, code, name, city) &&
      (group === undefined || of.includes(group)) &&
      (state === 'all' || closed === (state === 'closed')),
  )
  const columns = useColumns((code) => choose('view', code))
  const isEmpty = shops.entries?.length === 0
  return (
    <Flex vertical gap={12}>
      {shops.entries !== undefined && (
        <UnnamedShops shops={shops} add={maySave ? (code) => choose('create', code) : undefined} />
      )}
      {isEmpty && <FirstStep text={t.first} choose={maySave ? choose : undefined} kind="shop" />}
      {!isEmpty && (
        <>
          <NameSearch
            q={q}
            change={change}
            label={t.search}
            total={shops.entries && t.total(rows.length, entries.length)}
            chosen={[
              group !== undefined && { name: t.group, text: `@${group}`, clear: () => change({ group: undefined }) },
              state !== 'all' && { name: t.state, text: t[state], clear: () => change({ state: 'all' }) },
            ]}
          >
            {groups.length > 0 && (
              <Select
                aria-label={t.group}
                placeholder={t.group}
                value={group}
                allowClear
                style={{ width: 150 }}
                options={groups.map((value) => ({ value, label: `@${value}` }))}
                onChange={(next) => change({ group: next })}
              />
            )}
            <Select
              aria-label={t.state}
              value={state}
              style={{ width: 110 }}
              options={states.map((value) => ({ value, label: t[value] }))}
              onChange={(next) => change({ state: next })}
            />
          </NameSearch>
          <EntryTable
            names={shops}
            rows={rows}
            columns={columns}
            width={720}
            edit={maySave ? (code) => choose('edit', code) : undefined}
            none={t.none}
          />
        </>
      )}
    </Flex>
  )
}

function useColumns(view: (code: string) => void): TableColumnsType<Shop> {
  const t = useTexts(texts)
  return [
    {
      title: t.name,
      dataIndex: 'name',
      ellipsis: true,
      render: (name: string, { code }) => <LinkButton isInline text={name} act={() => view(code)} />,
      ...sortedInPage<Shop>(({ name }) => name),
    },
    { title: t.city, dataIndex: 'city', width: 120, ellipsis: true, ...sortedInPage<Shop>(({ city }) => city) },
    {
      title: t.group,
      key: 'groups',
      width: 180,
      ellipsis: true,
      render: (_, { groups }) => groups.map((group) => `@${group}`).join(' '),
    },
    {
      title: t.state,
      key: 'state',
      width: 100,
      render: (_, { closed }) => (closed ? <Tag>{t.closed}</Tag> : t.open),
    },
  ]
}
