import { replayWebhook } from '@yaoquan/api'
import { type ReactNode, useState } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { useAct } from '../acts/use-act.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { CountField } from '../parts/fields.tsx'
import type { Webhook } from './listed.ts'

const texts = defineTexts({
  title: { zh: '重新推送', en: 'Replay events' },
  verb: { zh: '重新推送', en: 'Replay' },
  after: { zh: '从这个序号之后的事件开始', en: 'Events after this number' },
  consequence: {
    zh: (count: number) => `已送达的 ${count} 个事件会再送一次，接收方须能认出重复；失败次数清零。`,
    en: (count) =>
      `${count} events that were delivered are delivered again; the receiver must know them. Failures are forgotten.`,
  },
  done: { zh: '开始重新推送', en: 'The replay has begun' },
})

/** Delivers events after a number again. */
export function ReplayWebhook({ webhook, close }: Readonly<{ webhook: Webhook; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { webhookId, cursorSeq } = webhook
  const [after, setAfter] = useState(cursorSeq)
  const act = useAct(replayWebhook, { tell: () => ({ text: t.done }), close })
  return (
    <ActForm<Readonly<{ after: number | null }>>
      title={t.title}
      verb={t.verb}
      cancel={close}
      {...act}
      consequence={t.consequence(Math.max(0, cursorSeq - after))}
      initialValues={{ after: cursorSeq }}
      onChange={(values) => setAfter(values.after ?? cursorSeq)}
      submit={(values) => act.run({ webhookId, afterSeq: values.after ?? cursorSeq })}
    >
      <CountField name="after" label={t.after} autoFocus min={0} style={{ width: 200 }} />
    </ActForm>
  )
}
