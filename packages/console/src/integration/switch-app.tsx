import { endAppSessions, updateApp } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { App } from './tab-props.ts'

const texts = defineTexts({
  disable: { zh: '停用', en: 'Disable' },
  enable: { zh: '启用', en: 'Enable' },
  disables: {
    zh: (name: string) => `${name} 的调用一秒内全部被拒绝，直到重新启用。`,
    en: (name) => `All calls of ${name} are refused within a second, until it is enabled again.`,
  },
  enables: {
    zh: (name: string) => `${name} 可以用现有的密钥调用。`,
    en: (name) => `${name} may call with its present secret.`,
  },
  disabled: { zh: '已停用', en: 'Disabled' },
  enabled: { zh: '已启用', en: 'Enabled' },
})

type Props = Readonly<{
  app: App
  /** The id of the request to enable it that this carries out. */
  request: string | undefined
  close: () => void
}>

/** Disables an app, or enables one again. */
export function SwitchApp({ app, request, close }: Props): ReactNode {
  const t = useTexts(texts)
  const { appKey, name } = app
  // Carrying out a request never does the opposite where another owner did it meanwhile.
  const disables = app.enabled && request === undefined
  const act = useAct(updateApp, { tell: () => ({ text: disables ? t.disabled : t.enabled }), close })
  const verb = disables ? t.disable : t.enable
  return (
    <ActForm
      title={verb}
      verb={verb}
      {...act}
      consequence={disables ? t.disables(name) : t.enables(name)}
      isDanger={disables}
      submit={() => act.run({ appKey, enabled: !disables, requestId: request })}
    />
  )
}

const endSessionsTexts = defineTexts({
  title: { zh: '结束会话', en: 'End sessions' },
  consequence: {
    zh: (name: string) =>
      `${name} 在本连锁的全部会话一秒内失效。经 OAuth 授权的应用可再换取会话：要停止它，请停用应用。`,
    en: (name) =>
      `All sessions of ${name} for this seller are refused within a second. An app that was allowed by OAuth can get another one: disable it to stop it.`,
  },
  done: { zh: (count: number) => `已结束 ${count} 个会话`, en: (count) => `${count} sessions ended` },
})

/** Ends all sessions of an app for the seller. */
export function EndSessions({ app, close }: Readonly<{ app: App; close: () => void }>): ReactNode {
  const t = useTexts(endSessionsTexts)
  const { appKey, name } = app
  const act = useAct(endAppSessions, { tell: ({ ended = 0 }) => ({ text: t.done(ended) }), close })
  return (
    <ActForm
      title={t.title}
      verb={t.title}
      {...act}
      consequence={t.consequence(name)}
      isDanger
      submit={() => act.run({ appKey })}
    />
  )
}
