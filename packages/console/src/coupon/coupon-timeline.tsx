import type { getCoupon } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { shortMoment } from '../design/days.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import type { NameOf } from '../names/code-text.ts'
import { useShops } from '../names/use-names.ts'
import { Code } from '../parts/code.tsx'
import { Dotted } from '../parts/dotted.tsx'
import type { ResultOf } from '../server/call-method.ts'
import { actorText, eventDetails, eventTitle } from '../terms/event-text.ts'
import { EventLinks } from './event-links.tsx'

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
