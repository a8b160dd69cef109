import { deliveryFailureText, testWebhook } from '@yaoquan/api'
import { Alert, Flex } from 'antd'
import type { ReactNode } from 'react'
import { ActForm } from '../acts/act-form.tsx'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { useWrite } from '../session/use-server.ts'
import type { Webhook } from './listed.ts'

const texts = defineTexts({
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
  const t = useTexts(texts)
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
