import { Link } from '@tanstack/react-router'
import { deliveryFailureText, type getCoupon, type listWebhooks } from '@yaoquan/api'
import { Flex } from 'antd'
import type { ReactNode } from 'react'
import { shortMoment } from '../design/days.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import type { NameOf } from '../names/code-text.ts'
import { useShops } from '../names/use-names.ts'
import { orderParameter } from '../navigation/search-state.ts'
import { Code } from '../parts/code.tsx'
import { Dotted } from '../parts/facts.tsx'
import type { ResultOf } from '../server/call-method.ts'
import { useSession } from '../session/session-provider.tsx'
import { actorText, eventDetails, eventTitle, membersOf } from '../terms/event-text.ts'

const texts = defineTexts({
  removed: {
    zh: (before: string) => `${before} 之前的动态已按保留期限清理`,
    en: (before) => `Events before ${before} were removed by the retention period`,
  },
  request: { zh: '请求号', en: 'Request' },
})

type Event = ResultOf<typeof getCoupon>['timeline'][number]
type Props = Readonly<{
  events: readonly Event[]
  removedBefore: string | undefined
  actorName: NameOf
  today: string
}>

/** What happened to a coupon: what, who, through which call, and what it changed. */
export function CouponTimeline({ events, removedBefore, actorName, today }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { nameOf } = useShops()
  return (
    <>
      {removedBefore !== undefined && <p className="yq-soft">{t.removed(removedBefore)}</p>}
      <ol className="yq-plain-list yq-timeline">
        {events.map((event) => (
          <li key={event.eventSeq}>
            <time className="yq-number" title={event.at}>
              {shortMoment(event.at, today)}
            </time>
            <div>
              <p>
                <strong>{eventTitle(event.kind, language)}</strong>{' '}
                <span className="yq-soft">{actorText(event.actor, language, actorName)}</span>
              </p>
              {eventDetails(event, language, nameOf).map((line) => (
                <p key={line.join()}>
                  <Dotted parts={line} />
                </p>
              ))}
              <EventLinks event={event} />
              {event.requestId !== undefined && (
                <p className="yq-soft">
                  {t.request} <Code text={event.requestId} />
                </p>
              )}
            </div>
          </li>
        ))}
      </ol>
    </>
  )
}

const eventLinksTexts = defineTexts({
  order: { zh: '订单', en: 'Order' },
  redemption: { zh: '核销记录', en: 'Redemption' },
  job: { zh: '任务', en: 'Job' },
})

/** Where an event of a coupon leads: its order, its redemption, the job that did it. */
function EventLinks({
  event: { before, after, requestId },
}: Readonly<{ event: ResultOf<typeof getCoupon>['timeline'][number] }>): ReactNode {
  const t = useTexts(eventLinksTexts)
  const { may } = useSession()
  const [was, is] = [membersOf(before), membersOf(after)]
  const order = orderParameter.write(is['order_id'] ?? was['order_id'])
  const redemption = is['redemption_id'] ?? was['redemption_id']
  const isOfJob = requestId !== undefined && jobId.test(requestId)
  return (
    <Flex gap={12}>
      {order !== undefined && (
        <Link to="/members" search={{ order } as never}>
          {t.order}
        </Link>
      )}
      {redemption !== undefined && may('list-redemptions') && (
        <Link to="/redemptions" search={{ open: redemption } as never}>
          {t.redemption}
        </Link>
      )}
      {isOfJob && may('read-jobs') && (
        <Link to="/jobs" search={{ job: requestId } as never}>
          {t.job}
        </Link>
      )}
    </Flex>
  )
}

/** Ids of jobs, which events of their work have in place of a call's. */
const jobId = /^[0-9A-Z]{16}$/

const deliveriesTexts = defineTexts({
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

type DeliveriesEvent = ResultOf<typeof getCoupon>['timeline'][number]
type Webhook = ResultOf<typeof listWebhooks>['webhooks'][number]
type DeliveriesProps = Readonly<{ webhooks: readonly Webhook[]; events: readonly DeliveriesEvent[]; today: string }>

/** Which webhooks got the events of a coupon, and why others wait: a webhook delivers all events in their order. */
export function Deliveries({ webhooks, events, today }: DeliveriesProps): ReactNode {
  const t = useTexts(deliveriesTexts)
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
