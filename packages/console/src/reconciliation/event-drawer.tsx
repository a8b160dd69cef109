import { listEvents } from '@yaoquan/api'
import { Empty } from 'antd'
import type { ReactNode } from 'react'
import { Changes } from '../audit/audit-table.tsx'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { useActors, useTermNames } from '../names/use-names.ts'
import { Code } from '../parts/code.tsx'
import { type Fact, Facts } from '../parts/facts.tsx'
import { NotRead } from '../parts/failure.tsx'
import { SideDrawer } from '../parts/side-drawer.tsx'
import { useRead } from '../session/use-server.ts'
import { actorText, eventTitle } from '../terms/event-text.ts'

const texts = defineTexts({
  title: { zh: (seq: number) => `事件 ${seq}`, en: (seq) => `Event ${seq}` },
  kind: { zh: '事件', en: 'Event' },
  at: { zh: '时间', en: 'Time' },
  actor: { zh: '操作者', en: 'Actor' },
  coupon: { zh: '券码', en: 'Coupon' },
  request: { zh: '请求号', en: 'Request id' },
  what: { zh: '改了什么', en: 'What changed' },
  gone: { zh: '该事件已按保留期限清理。', en: 'The event was removed by age.' },
})

/** One event of the seller: who did what, and what it changed. */
export function EventDrawer({ eventSeq, close }: Readonly<{ eventSeq: number; close: () => void }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const reader = { language, names: useTermNames() }
  const { data, error, refetch } = useRead(listEvents, { afterSeq: eventSeq - 1, limit: 1 })
  const event = data?.events.find((one) => one.eventSeq === eventSeq)
  const actorName = useActors(event === undefined ? [] : [event.actor])
  const facts: readonly Fact[] =
    event === undefined
      ? []
      : [
          [t.kind, eventTitle(event.kind, language)],
          [t.at, event.at],
          [t.actor, actorText(event.actor, language, actorName)],
          [t.coupon, event.couponCode && <Code key="coupon" text={event.couponCode} />],
          [t.request, event.requestId && <Code key="request" text={event.requestId} />],
          [t.what, <Changes key="what" event={event} most={Number.POSITIVE_INFINITY} reader={reader} />],
        ]
  return (
    <SideDrawer title={t.title(eventSeq)} isOpen close={close} size={520}>
      {data === undefined && <NotRead error={error} refetch={refetch} />}
      {data !== undefined && event === undefined && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.gone} />}
      {event !== undefined && <Facts facts={facts} />}
    </SideDrawer>
  )
}
