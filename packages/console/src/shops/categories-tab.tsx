import { categoryColumns } from '@yaoquan/api'
import { Flex, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { codeText } from '../names/code-text.ts'
import type { Category, Names } from '../names/use-names.ts'
import { useSession } from '../session/session-provider.tsx'
import { useTemplates } from '../templates/use-templates.ts'
import { EntryTable, FirstStep } from './entry-table.tsx'
import { NameSearch } from './name-search.tsx'
import { hasText, type TabProps } from './tab-props.ts'
import { UnnamedCodes } from './unnamed-codes.tsx'

const texts = defineTexts({
  search: { zh: '编码或名称', en: 'Code or name' },
  name: { zh: '名称', en: 'Name' },
  parent: { zh: '上级', en: 'Below' },
  total: { zh: (count: number, of: number) => `${count} / ${of} 个`, en: (count, of) => `${count} of ${of}` },
  none: { zh: '没有符合条件的品类。', en: 'No category matches.' },
  first: {
    zh: '还没有登记品类。登记名称后，券的适用品类“1001”会显示为“感冒用药 (1001)”。',
    en: 'No category has a name yet. With names, “1001” reads “Cold remedies (1001)”.',
  },
  unnamed: {
    zh: (count: number) => `模板在用、但还没有名称的品类编码：${count} 个`,
    en: (count) => `${count} codes of categories that templates use have no name`,
  },
  use: { zh: (count: number) => `${count} 个模板`, en: (count) => `${count} templates` },
})

/** The categories that have names, and the codes in templates that have none. */
export function CategoriesTab({
  categories,
  filters: { q },
  change,
  choose,
  maySave,
}: TabProps & Readonly<{ categories: Names<Category> }>): ReactNode {
  const t = useTexts(texts)
  const entries = categories.entries ?? []
  const rows = entries.filter(({ code, name }) => hasText(q, code, name))
  const columns: TableColumnsType<Category> = [
    { title: t.name, dataIndex: 'name', ellipsis: true },
    {
      title: t.parent,
      dataIndex: 'parentCode',
      width: 220,
      ellipsis: true,
      render: (parent: string | undefined) => parent !== undefined && codeText(parent, categories.nameOf),
    },
  ]
  const unnamed = useCodesOfTemplates()
    .filter(([code]) => categories.nameOf(code) === undefined)
    .map(([code, count]) => ({ code, use: t.use(count) }))
  const isEmpty = categories.entries?.length === 0
  return (
    <Flex vertical gap={12}>
      {categories.entries !== undefined && (
        <UnnamedCodes
          title={t.unnamed(unnamed.length)}
          codes={unnamed}
          columns={[categoryColumns.code.zh, categoryColumns.name.zh]}
          fileName="categories.csv"
          add={maySave ? (code) => choose('create', code) : undefined}
        />
      )}
      {isEmpty && <FirstStep text={t.first} choose={maySave ? choose : undefined} kind="category" />}
      {!isEmpty && (
        <>
          <NameSearch
            q={q}
            change={change}
            label={t.search}
            total={categories.entries && t.total(rows.length, entries.length)}
          />
          <EntryTable
            names={categories}
            rows={rows}
            columns={columns}
            width={640}
            edit={maySave ? (code) => choose('edit', code) : undefined}
            none={t.none}
          />
        </>
      )}
    </Flex>
  )
}

/** Codes in the templates, with how many of them have it, the most used first. */
function useCodesOfTemplates(): readonly (readonly [string, number])[] {
  const { may } = useSession()
  const { data } = useTemplates({}, may('read-templates'))
  const counts = new Map<string, number>()
  for (const { category = '', excludeCategory = '' } of data?.templates ?? []) {
    const codes = new Set([...category.split(','), ...excludeCategory.split(',')].map((code) => code.trim()))
    for (const code of codes) if (code !== '') counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  return [...counts].toSorted(([, left], [, right]) => right - left)
}
