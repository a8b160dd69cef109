import { Tabs } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { choiceParameter, useSearchState } from '../navigation/search-state.ts'
import { Page } from '../parts/page.tsx'
import { CostTab } from './cost-tab.tsx'
import { DayTab } from './day-tab.tsx'

const texts = defineTexts({
  title: { zh: '对账', en: 'Reconciliation' },
  days: { zh: '每日对账', en: 'Days' },
  cost: { zh: '费用', en: 'Cost' },
})

const parameters = { tab: choiceParameter(['days', 'cost']) }

/** What orders and redemptions of each day say of each other, and what coupons cost. */
export function ReconciliationScreen(): ReactNode {
  const t = useTexts(texts)
  const [{ tab }, change] = useSearchState(parameters)
  return (
    <Page title={t.title}>
      <Tabs
        className="yq-page-tabs"
        activeKey={tab}
        destroyOnHidden
        onChange={(key) => change({ tab: parameters.tab.read(key) })}
        items={[
          { key: 'days', label: t.days, children: <DayTab /> },
          { key: 'cost', label: t.cost, children: <CostTab /> },
        ]}
      />
    </Page>
  )
}
