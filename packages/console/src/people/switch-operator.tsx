import { switchOperator, takeAppConsent } from '@yaoquan/api'
import { App, Button } from 'antd'
import type { ReactNode } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Code } from '../parts/code.tsx'
import { Failure } from '../parts/failure.tsx'
import { useSession } from '../session/session-provider.tsx'
import { useRead, useWrite } from '../session/use-server.ts'
import type { Operator } from './operators-table.tsx'
import './switch-operator.css'

const texts = defineTexts({
  disable: { zh: '停用', en: 'Disable' },
  enable: { zh: '启用', en: 'Enable' },
  disables: {
    zh: (name: string) => `${name} 的所有会话立即结束，不能再登录，直到重新启用。`,
    en: (name) => `All sessions of ${name} end, and no sign-in works until it is enabled again.`,
  },
  stops: {
    zh: (name: string) => `这些应用经 ${name} 授权，将同时停止调用：`,
    en: (name) => `These apps, which ${name} allowed, stop too:`,
  },
  takeOver: { zh: '由我接管', en: 'Take over' },
  ofSeller: {
    zh: (seller: string) => `连锁 ${seller}，由其负责人接管`,
    en: (seller) => `of seller ${seller}, whose owner takes it over`,
  },
  taken: { zh: '已接管', en: 'Taken over' },
  enables: {
    zh: (name: string) => `${name} 可以用原来的密码登录。`,
    en: (name) => `${name} may sign in with the password of before.`,
  },
  disabled: { zh: '已停用', en: 'Disabled' },
  enabled: { zh: '已启用', en: 'Enabled' },
})

/** Disables an operator, or enables one again. Before it disables, it shows the apps that stop, which the reader can take over. */
export function SwitchOperator({ operator, close }: Readonly<{ operator: Operator; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { name, enabled } = operator
  const act = useAct(switchOperator, { tell: () => ({ text: enabled ? t.disabled : t.enabled }), close })
  const tried = useRead(switchOperator, { name, enabled: false, dryRun: true }, { isEnabled: enabled, isFresh: true })
  const verb = enabled ? t.disable : t.enable
  return (
    <ActForm
      title={verb}
      verb={verb}
      {...act}
      error={act.error ?? tried.error}
      isBlocked={enabled && tried.data === undefined}
      consequence={enabled ? tried.data && t.disables(name) : t.enables(name)}
      isDanger={enabled}
      submit={() => act.run({ name, enabled: !enabled })}
    >
      {enabled && <StoppingApps name={name} apps={tried.data?.stoppedApps ?? []} />}
    </ActForm>
  )
}

type StoppingApp = Readonly<{ appKey: string; name: string; sellerId: string }>

function StoppingApps({ name, apps }: Readonly<{ name: string; apps: readonly StoppingApp[] }>): ReactNode {
  const t = useTexts(texts)
  const { seller } = useSession()
  const { message } = App.useApp()
  const { isPending, variables, error, mutate } = useWrite(takeAppConsent, {
    written: () => void message.success(t.taken),
  })
  if (apps.length === 0) return undefined
  return (
    <>
      <p className="yq-tight">{t.stops(name)}</p>
      <ul className="yq-stopping">
        {apps.map(({ appKey, name: appName, sellerId }) => (
          <li key={`${appKey} ${sellerId}`}>
            <span>
              {appName} <Code text={appKey} />
            </span>
            {sellerId === seller.id ? (
              <Button
                size="small"
                loading={isPending && variables.appKey === appKey}
                onClick={() => mutate({ appKey })}
              >
                {t.takeOver}
              </Button>
            ) : (
              <span className="yq-soft">{t.ofSeller(sellerId)}</span>
            )}
          </li>
        ))}
      </ul>
      {error !== null && <Failure error={error} />}
    </>
  )
}
