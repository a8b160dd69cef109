import { getShopGroup } from '@yaoquan/api'
import { Button, Flex } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { NotRead } from '../parts/failure.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { PickedShops } from '../pickers/picked-table.tsx'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import { DeleteGroup, GroupForm } from './group-form.tsx'
import { UseLink } from './groups-tab.tsx'
import { useGroupUses } from './use-group-uses.ts'

const texts = defineTexts({
  title: { zh: '门店组', en: 'Shop group' },
  edit: { zh: '修改', en: 'Edit' },
  delete: { zh: '删除', en: 'Delete' },
  uses: { zh: '在用的模板', en: 'Used by templates' },
  unused: { zh: '没有模板在用', en: 'No template uses it' },
  shops: { zh: (count: number) => `门店 ${count} 家`, en: (count) => `${count} shops` },
})

export type GroupAct = 'none' | 'create' | 'edit' | 'view' | 'delete'

type GroupDrawerProps = Readonly<{
  act: GroupAct
  /** Name of the group; of a new one undefined. */
  of: string | undefined
  choose: (act: Exclude<GroupAct, 'none'>, name?: string) => void
  close: () => void
}>

/** One group: its shops and uses, or the form of an act. */
export function GroupDrawer({ act, of, choose, close }: GroupDrawerProps): ReactNode {
  const t = useTexts(texts)
  const maySave = useSession().may('save-shop-groups')
  const isOpen = act === 'create' ? maySave : act !== 'none' && of !== undefined && (act === 'view' || maySave)
  return (
    <SideDrawer title={t.title} isOpen={isOpen} close={close} size={640} holdsForm={act !== 'view'}>
      {isOpen && act === 'create' && <GroupForm group={{ name: '', version: 0, shops: [] }} close={close} />}
      {isOpen && of !== undefined && act === 'delete' && <DeleteGroup name={of} close={close} />}
      {isOpen && of !== undefined && (act === 'edit' || act === 'view') && (
        <KnownGroup key={of} act={act} name={of} choose={choose} close={close} />
      )}
    </SideDrawer>
  )
}

type KnownGroupProps = Readonly<{ act: GroupAct; name: string }> & Pick<GroupDrawerProps, 'choose' | 'close'>

function KnownGroup({ act, name, choose, close }: KnownGroupProps): ReactNode {
  // What is edited was just read: of two people who change one version, the second is refused.
  const { data, error, refetch } = useRead(getShopGroup, { name }, { isFresh: true })
  // A later read that failed does not take away a form that is being filled in.
  if (data === undefined) return <NotRead error={error} refetch={refetch} rows={8} />
  const group = { name, version: data.version, shops: data.shops }
  if (act === 'edit') return <GroupForm group={group} close={close} />
  return <GroupDetails name={name} shops={data.shops} choose={choose} />
}

type GroupDetailsProps = Readonly<{ name: string; shops: readonly string[] }> & Pick<GroupDrawerProps, 'choose'>

function GroupDetails({ name, shops, choose }: GroupDetailsProps): ReactNode {
  const t = useTexts(texts)
  const maySave = useSession().may('save-shop-groups')
  const uses = useGroupUses().uses?.filter((use) => use.name === name && !use.closed)
  return (
    <Flex vertical gap={16} className="yq-coupon">
      <header>
        <strong className="yq-coupon-name">@{name}</strong>
      </header>
      {maySave && (
        <Flex gap={8}>
          <Button type="primary" onClick={() => choose('edit', name)}>
            {t.edit}
          </Button>
          <Button danger onClick={() => choose('delete', name)}>
            {t.delete}
          </Button>
        </Flex>
      )}
      {uses !== undefined && (
        <section>
          <h3>{t.uses}</h3>
          {uses.length === 0 && <span className="yq-soft">{t.unused}</span>}
          <ul className="yq-plain-list yq-group-uses">
            {uses.map((use) => (
              <li key={use.couponId}>
                <UseLink use={use} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>{t.shops(shops.length)}</h3>
        <PickedShops codes={shops} />
      </section>
    </Flex>
  )
}
