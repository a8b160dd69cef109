import { addWebhook } from '@yaoquan/api'
import { Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { useRequestNumber } from '../acts/request-number.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { useRequired } from '../parts/fields.tsx'
import { useWrite } from '../session/use-server.ts'
import { ShownSecret } from './shown-secret.tsx'

const texts = defineTexts({
  title: { zh: '添加 webhook', en: 'Add a webhook' },
  verb: { zh: '添加', en: 'Add' },
  url: { zh: '地址（https）', en: 'Address (https)' },
  from: { zh: '推送此序号之后的事件', en: 'Delivers the events after number' },
  consequence: {
    zh: '今后的事件会推送到这个地址，用随后显示的密钥签名；失败会重试 30 天。',
    en: 'Future events are pushed there, signed with a secret that is shown then; failures are repeated for 30 days.',
  },
})

/** Adds a webhook, and shows the secret that signs its deliveries. */
export function AddWebhook({ close }: Readonly<{ close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const required = useRequired()
  const outRequestNo = useRequestNumber()
  const { isPending, error, data, mutate } = useWrite(addWebhook)
  if (data !== undefined) {
    const { secret = '', afterSeq } = data
    const from = afterSeq === undefined ? [] : [[t.from, String(afterSeq)] as const]
    return <ShownSecret values={[...from, ['secret', secret]]} close={close} />
  }
  return (
    <ActForm<Readonly<{ url: string }>>
      title={t.title}
      verb={t.verb}
      consequence={t.consequence}
      isBusy={isPending}
      error={error}
      cancel={close}
      submit={({ url }) => mutate({ outRequestNo, url: url.trim() })}
    >
      <Form.Item name="url" label={t.url} rules={[required]}>
        <Input autoFocus type="url" autoComplete="off" maxLength={2048} placeholder="https://erp.example/events" />
      </Form.Item>
    </ActForm>
  )
}
