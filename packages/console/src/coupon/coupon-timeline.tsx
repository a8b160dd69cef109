import { Link } from '@tanstack/react-router'
import type { getCoupon } from '@yaoquan/api'
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
