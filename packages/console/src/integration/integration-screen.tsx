import { PlusOutlined } from '@ant-design/icons'
import { Button, Tabs } from 'antd'
import type { ReactNode } from 'react'
import { defineTexts, useTexts } from '../language/texts.ts'
import { choiceParameter, textParameter, useSearchState } from '../navigation/search-state.ts'
import { Page } from '../parts/page.tsx'
import { useSession } from '../session/session-provider.tsx'
import { Apps } from './apps.tsx'
import { Calls } from './calls.tsx'
import { Webhooks } from './webhooks.tsx'

const texts = defineTexts({
  title: { zh: '对接', en: 'Integration' },
  apps: { zh: '应用', en: 'Apps' },
  webhooks: { zh: 'webhook', en: 'Webhooks' },
  calls: { zh: '调用日志', en: 'Call log' },
  newApp: { zh: '登记应用', en: 'Register an app' },
  askApp: { zh: '请负责人登记应用', en: 'Ask for an app' },
  newWebhook: { zh: '添加 webhook', en: 'Add a webhook' },
})

const parameters = {
  tab: choiceParameter(['apps', 'webhooks', 'calls']),
  act: choiceParameter([
    'none',
    'create',
    'ask',
    'edit',
    'rotate',
    'retire',
    'switch',
    'sessions',
    'replay',
    'remove',
    'test',
  ]),
  of: textParameter,
  request: textParameter,
}

/** What may call the server, and whom the server calls. */
export function IntegrationScreen(): ReactNode {
  const t = useTexts(texts)
  const { may } = useSession()
  const [{ tab, act, of, request }, change] = useSearchState(parameters)
  const choose = (chosen: typeof act, id: string) => change({ act: chosen, of: id, request: undefined })
  const close = () => change({ act: 'none', of: undefined, request: undefined })
  const create = tab !== 'calls' && may(tab) && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => change({ act: 'create' })}>
      {tab === 'apps' ? t.newApp : t.newWebhook}
    </Button>
  )
  const ask = tab === 'apps' && !may('apps') && may('ask-for-apps') && (
    <Button icon={<PlusOutlined />} onClick={() => change({ act: 'ask' })}>
      {t.askApp}
    </Button>
  )
  const tabs = [
    {
      key: 'apps',
      label: t.apps,
      act: 'read-apps',
      children: <Apps act={act} of={of} request={request} choose={choose} close={close} />,
    },
    {
      key: 'webhooks',
      label: t.webhooks,
      act: 'read-webhooks',
      children: <Webhooks act={act} of={of} choose={choose} close={close} />,
    },
    { key: 'calls', label: t.calls, act: 'read-refusals', children: <Calls /> },
  ] as const
  return (
    <Page title={t.title} act={create || ask}>
      <Tabs
        className="yq-page-tabs"
        activeKey={tab}
        destroyOnHidden
        onChange={(key) => change({ tab: parameters.tab.read(key), act: 'none', of: undefined, request: undefined })}
        items={tabs
          .filter(({ act: needed }) => may(needed))
          .map(({ key, label, children }) => ({ key, label, children }))}
      />
    </Page>
  )
}
