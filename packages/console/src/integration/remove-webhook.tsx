import { removeWebhook } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { useAct } from '../acts/use-act.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { Webhook } from './listed.ts'

const texts = defineTexts({
  title: { zh: '移除 webhook', en: 'Remove a webhook' },
  verb: { zh: '移除', en: 'Remove' },
  consequence: {
    zh: (url: string, lag: number) => `不再向 ${url} 推送，待送达的 ${lag} 个事件也不再送。`,
    en: (url, lag) => `Nothing is pushed to ${url} any more, nor the ${lag} events that wait.`,
  },
  done: { zh: '已移除', en: 'Removed' },
})

/** Ends a webhook. */
export function RemoveWebhook({ webhook, close }: Readonly<{ webhook: Webhook; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { webhookId, url, lag } = webhook
  const act = useAct(removeWebhook, { tell: () => ({ text: t.done }), close })
  return (
    <ActForm
      title={t.title}
      verb={t.verb}
      cancel={close}
      {...act}
      consequence={t.consequence(url, lag)}
      isDanger
      submit={() => act.run({ webhookId })}
    />
  )
}
