import { addWebhook, deliveryFailureText, removeWebhook, replayWebhook, testWebhook } from '@yaoquan/api'
import { Alert, Flex, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { ActForm, useAct } from '../acts/act-form.tsx'
import { useRequestNumber } from '../acts/request-number.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { CountField, useRequired } from '../parts/fields.tsx'
import { useWrite } from '../session/use-server.ts'
import { ShownSecret } from './app-secret.tsx'
import type { Webhook } from './tab-props.ts'

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

const testWebhookTexts = defineTexts({
  title: { zh: '测试推送', en: 'Test delivery' },
  verb: { zh: '发送测试', en: 'Send a test' },
  consequence: {
    zh: '立即发送一次签名的请求，test 为 true，events 为空。与待送达的事件无关，不计入失败次数。',
    en: 'Sends one signed request now, with test true and no events. It is beside the events that wait, and counts as no failure.',
  },
  delivered: {
    zh: (ms: number) => `接收方已确认，用时 ${ms} 毫秒`,
    en: (ms) => `The receiver acknowledged it after ${ms} ms`,
  },
  failed: { zh: (reason: string) => `没有送达：${reason}`, en: (reason) => `Not delivered: ${reason}` },
  advice: {
    zh: '接收方应在 10 秒内返回 2xx；地址、证书与签名的校验都可能是原因。',
    en: 'The receiver has to answer 2xx within 10 seconds. Address, certificate and the check of the signature may be the cause.',
  },
})

/** Posts a delivery without events to a webhook, and shows what the receiver answered. */
export function TestWebhook({ webhook, close }: Readonly<{ webhook: Webhook; close: () => void }>): ReactNode {
  const t = useTexts(testWebhookTexts)
  const { language } = useLanguage()
  const { webhookId } = webhook
  const { isPending, error, data, mutate } = useWrite(testWebhook)
  const isShown = data !== undefined && !isPending
  return (
    <Flex vertical gap={12}>
      <ActForm
        title={t.title}
        verb={t.verb}
        isBusy={isPending}
        error={error}
        cancel={close}
        consequence={t.consequence}
        submit={() => mutate({ webhookId })}
      />
      <div role="status">
        {isShown && data.delivered === true && (
          <Alert type="success" showIcon title={t.delivered(data.durationMs ?? 0)} />
        )}
        {isShown && data.delivered !== true && (
          <Alert
            type="error"
            showIcon
            title={t.failed(deliveryFailureText(data.reason ?? '')[language])}
            description={t.advice}
          />
        )}
      </div>
    </Flex>
  )
}

const addWebhookTexts = defineTexts({
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
  const t = useTexts(addWebhookTexts)
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

const removeWebhookTexts = defineTexts({
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
  const t = useTexts(removeWebhookTexts)
  const { webhookId, url, lag } = webhook
  const act = useAct(removeWebhook, { tell: () => ({ text: t.done }), close })
  return (
    <ActForm
      title={t.title}
      verb={t.verb}
      {...act}
      consequence={t.consequence(url, lag)}
      isDanger
      submit={() => act.run({ webhookId })}
    />
  )
}
