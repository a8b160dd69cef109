import { endAppSessions } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { useAct } from '../acts/use-act.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { App } from './listed.ts'

const texts = defineTexts({
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
  const t = useTexts(texts)
  const { appKey, name } = app
  const act = useAct(endAppSessions, { tell: ({ ended = 0 }) => ({ text: t.done(ended) }), close })
  return (
    <ActForm
      title={t.title}
      verb={t.title}
      cancel={close}
      {...act}
      consequence={t.consequence(name)}
      isDanger
      submit={() => act.run({ appKey })}
    />
  )
}
