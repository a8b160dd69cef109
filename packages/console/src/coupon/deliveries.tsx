import { deliveryFailureText, type getCoupon, type listWebhooks } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { shortMoment } from '../design/days.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import type { ResultOf } from '../server/call-method.ts'

const texts = defineTexts({
  title: { zh: 'webhook 推送', en: 'Webhook deliveries' },
  delivered: {
    zh: (count: number) => `${count} 条事件都已送达`,
    en: (count) => (count === 1 ? 'Its event was delivered' : `All ${count} events were delivered`),
  },
  last: {
    zh: (at: string) => `，该地址最近一次送达 ${at}`,
    en: (at) => `; the last delivery to this address was ${at}`,
  },
  waiting: {
    zh: (waiting: number, all: number) => `${all} 条事件中 ${waiting} 条待送达`,
    en: (waiting, all) => `${waiting} of ${all} events wait`,
  },
  failed: {
    zh: (error: string, at: string) => `；最近错误 ${error}，下次尝试 ${at}`,
    en: (error, at) => `; last error ${error}, next attempt ${at}`,
  },
  soon: { zh: '马上', en: 'now' },
  before: {
    zh: '这张券的事件都早于添加该 webhook',
    en: 'All events of the coupon are older than this webhook',
  },
})

type Event = ResultOf<typeof getCoupon>['timeline'][number]
type Webhook = ResultOf<typeof listWebhooks>['webhooks'][number]
type Props = Readonly<{ webhooks: readonly Webhook[]; events: readonly Event[]; today: string }>

/** Which webhooks got the events of a coupon, and why others wait: a webhook delivers all events in their order. */
export function Deliveries({ webhooks, events, today }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  if (webhooks.length === 0 || events.length === 0) return null
  const stateOf = ({ cursorSeq, createdAt, acknowledgedAt, failures, lastError, nextAttemptAt }: Webhook): string => {
    const waiting = events.filter(({ eventSeq }) => eventSeq > cursorSeq).length
    if (waiting > 0) {
      const error = failures > 0 && lastError !== undefined ? deliveryFailureText(lastError)[language] : undefined
      const next = nextAttemptAt === undefined ? t.soon : shortMoment(nextAttemptAt, today)
      return t.waiting(waiting, events.length) + (error === undefined ? '' : t.failed(error, next))
    }
    const sent = events.filter(({ at }) => at >= createdAt).length
    if (sent === 0) return t.before
    return t.delivered(sent) + (acknowledgedAt === undefined ? '' : t.last(shortMoment(acknowledgedAt, today)))
  }
  return (
    <section>
      <h3>{t.title}</h3>
      <dl className="yq-deliveries">
        {webhooks.map((webhook) => (
          <div key={webhook.webhookId}>
            <dt>{webhook.url}</dt>
            <dd className="yq-soft">{stateOf(webhook)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
