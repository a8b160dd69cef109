import { Link } from '@tanstack/react-router'
import { listShopGroups } from '@yaoquan/api'
import { Button, Empty, Flex, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { ListTable } from '../lists/list-table.tsx'
import { Failure } from '../parts/failure.tsx'
import { LinkButton } from '../parts/link-button.tsx'
import type { ResultOf } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import { useChangeColumns } from './entry-table.tsx'
import { NameSearch } from './name-search.tsx'
import { hasText, type TabProps } from './tab-props.ts'
import { type GroupUse, useGroupUses } from './use-group-uses.ts'

const texts = defineTexts({
  search: { zh: '门店组名称', en: 'Name of the group' },
  group: { zh: '门店组', en: 'Group' },
  shops: { zh: '门店数', en: 'Shops' },
  uses: { zh: '在用的模板', en: 'Used by templates' },
  unused: { zh: '未用', en: 'None' },
  more: { zh: (count: number) => `等 ${count} 个`, en: (count) => `${count} in all` },
  total: { zh: (count: number, of: number) => `${count} / ${of} 个`, en: (count, of) => `${count} of ${of}` },
  none: { zh: '没有符合条件的门店组。', en: 'No group matches.' },
  first: {
    zh: '还没有门店组。给一批门店起个名字，模板就能写“@华东”而不必逐家列出；以后增减门店，已发出的券也随之生效。',
    en: 'There is no group yet. With a name for a list of shops, templates say “@East” instead of each shop, and a later change holds for coupons that are out as well.',
  },
  create: { zh: '新建第一个门店组', en: 'Create the first group' },
})

type Group = ResultOf<typeof listShopGroups>['groups'][number]

/** The named lists of shops, and the templates that use each. */
export function GroupsTab({ filters: { q }, change, choose }: Omit<TabProps, 'maySave'>): ReactNode {
  const t = useTexts(texts)
  const maySave = useSession().may('save-shop-groups')
  const { data, error, isPending, refetch } = useRead(listShopGroups, {})
  const groups = data?.groups ?? []
  const rows = groups.filter(({ name }) => hasText(q?.replace(/^@/, ''), name))
  const columns = useColumns(choose, maySave)
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />
  if (data !== undefined && groups.length === 0) {
    return (
      <div className="yq-card yq-first-step">
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.first}>
          {maySave && (
            <Button type="primary" onClick={() => choose('create')}>
              {t.create}
            </Button>
          )}
        </Empty>
      </div>
    )
  }
  return (
    <Flex vertical gap={12}>
      <NameSearch q={q} change={change} label={t.search} total={data && t.total(rows.length, groups.length)} />
      <div className="yq-card">
        <ListTable
          rows={rows}
          columns={columns}
          keyOf={({ name }) => name}
          isLoading={isPending}
          width={720}
          none={t.none}
        />
      </div>
    </Flex>
  )
}

function useColumns(choose: TabProps['choose'], maySave: boolean): TableColumnsType<Group> {
  const t = useTexts(texts)
  const { uses } = useGroupUses()
  const last = useChangeColumns<Group>({
    changedAt: ({ setAt }) => setAt,
    edit: maySave ? ({ name }) => choose('edit', name) : undefined,
  })
  return [
    {
      title: t.group,
      dataIndex: 'name',
      width: 200,
      ellipsis: true,
      render: (name: string) => <LinkButton isInline text={`@${name}`} act={() => choose('view', name)} />,
    },
    {
      title: t.shops,
      dataIndex: 'shopCount',
      width: 100,
      align: 'right',
      className: 'yq-number',
      render: (count: number) => count.toLocaleString('en'),
    },
    {
      title: t.uses,
      key: 'uses',
      ellipsis: true,
      render: (_, { name }) => {
        if (uses === undefined) return null
        const open = uses.filter((use) => use.name === name && !use.closed)
        if (open.length === 0) return <span className="yq-soft">{t.unused}</span>
        return (
          <>
            {open.slice(0, shownUses).map((use, place) => (
              <span key={use.couponId}>
                {place > 0 && '、'}
                <UseLink use={use} />
              </span>
            ))}
            {open.length > shownUses && ` ${t.more(open.length)}`}
          </>
        )
      },
    },
    ...last,
  ]
}

const shownUses = 2

/** A template that uses a group, to be opened. */
export function UseLink({ use: { couponId, couponName } }: Readonly<{ use: GroupUse }>): ReactNode {
  return (
    <Link to="/templates" search={{ template: couponId } as never}>
      {couponName}
    </Link>
  )
}
