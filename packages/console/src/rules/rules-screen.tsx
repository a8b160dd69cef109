import { Button, Tabs } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { choiceParameter, useSearchState } from '../navigation/search-state.ts'
import { Page } from '../parts/page.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { useSession } from '../session/session-provider.tsx'
import { RetentionForm } from './retention-form.tsx'
import { RetentionTab } from './retention-tab.tsx'
import { RulesForm } from './rules-form.tsx'
import { RulesTab } from './rules-tab.tsx'

const texts = defineTexts({
  title: { zh: '连锁规则', en: 'Rules of the chain' },
  rules: { zh: '用券规则', en: 'Use of coupons' },
  retention: { zh: '保留期限', en: 'Retention' },
  editRules: { zh: '修改规则', en: 'Change rules' },
  editRetention: { zh: '修改期限', en: 'Change retention' },
})

const parameters = { tab: choiceParameter(['rules', 'retention']), act: choiceParameter(['none', 'edit']) }

/** The rules for all coupons of the seller, how long its data is kept, and their change. */
export function RulesScreen(): ReactNode {
  const t = useTexts(texts)
  const { may } = useSession()
  const [{ tab, act }, change] = useSearchState(parameters)
  const close = () => change({ act: 'none' })
  const mayChange = may(tab)
  const verb = tab === 'rules' ? t.editRules : t.editRetention
  const edit = mayChange && (
    <Button type="primary" onClick={() => change({ act: 'edit' })}>
      {verb}
    </Button>
  )
  return (
    <Page title={t.title} act={edit}>
      <Tabs
        className="yq-page-tabs"
        activeKey={tab}
        destroyOnHidden
        onChange={(key) => change({ tab: parameters.tab.read(key), act: 'none' })}
        items={[
          { key: 'rules', label: t.rules, children: <RulesTab /> },
          { key: 'retention', label: t.retention, children: <RetentionTab /> },
        ]}
      />
      <SideDrawer title={verb} isOpen={mayChange && act === 'edit'} close={close} size={560} holdsForm>
        {tab === 'rules' ? <RulesForm close={close} /> : <RetentionForm close={close} />}
      </SideDrawer>
    </Page>
  )
}
