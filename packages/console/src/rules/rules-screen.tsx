import { getPolicy } from '@yaoquan/api'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { choiceParameter, useSearchState } from '../navigation/search-state.ts'
import { NotRead } from '../parts/failure.tsx'
import { Page } from '../parts/page.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import { RulesForm } from './rules-form.tsx'
import { RulesList } from './rules-list.tsx'

const texts = defineTexts({
  title: { zh: '连锁规则', en: 'Rules of the chain' },
  edit: { zh: '修改规则', en: 'Change rules' },
})

const parameters = { act: choiceParameter(['none', 'edit']) }

/** The rules for all coupons of the seller, and their change. */
export function RulesScreen(): ReactNode {
  const t = useTexts(texts)
  const mayChange = useSession().may('rules')
  const [{ act }, change] = useSearchState(parameters)
  const { data, error, refetch } = useRead(getPolicy, {})
  const close = () => change({ act: 'none' })
  const edit = mayChange && data !== undefined && (
    <Button type="primary" onClick={() => change({ act: 'edit' })}>
      {t.edit}
    </Button>
  )
  return (
    <Page title={t.title} act={edit}>
      {data === undefined ? <NotRead error={error} refetch={refetch} rows={12} /> : <RulesList rules={data} />}
      <SideDrawer title={t.edit} isOpen={mayChange && act === 'edit'} close={close} size={560} holdsForm>
        <FreshForm close={close} />
      </SideDrawer>
    </Page>
  )
}

/** What is changed was just read: of two people who change one version, the second is refused. */
function FreshForm({ close }: Readonly<{ close: () => void }>): ReactNode {
  const { data, error, refetch, isFetchedAfterMount } = useRead(getPolicy, {}, { isFresh: true })
  if (data === undefined || !isFetchedAfterMount) return <NotRead error={error} refetch={refetch} rows={12} />
  return <RulesForm rules={data} close={close} />
}
