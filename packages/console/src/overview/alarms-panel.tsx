import { Link } from '@tanstack/react-router'
import { listAudit } from '@yaoquan/api'
import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { addDays, shortMoment, useToday } from '../design/days.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { useList } from '../session/use-server.ts'
import { memberText } from '../terms/member-values.ts'

const texts = defineTexts({
  title: { zh: '告警', en: 'Alarms' },
  all: { zh: '全部告警', en: 'All alarms' },
  colon: { zh: '：', en: ': ' },
})

const most = 3
const shownDays = 7
/** Alarms are of operators and apps, not of shops or categories. */
const noNames = { shop: () => undefined, category: () => undefined }

/** The newest alarms of a week, for those who may read the audit trail; nothing where there are none. */
export function AlarmsPanel(): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const reader = { language, names: noNames }
  const today = useToday()
  const { data } = useList(listAudit, { kind: 'alarm', limit: most }, ({ events }) => events)
  const alarms = (data?.events ?? []).filter(({ at }) => at >= addDays(today, 1 - shownDays))
  if (alarms.length === 0) return null
  return (
    <Alert
      type="warning"
      title={t.title}
      description={
        <ul className="yq-changes">
          {alarms.map(({ eventSeq, at, after = '{}' }) => {
            const { alarm, operator, app_key: app } = JSON.parse(after) as Readonly<Record<string, unknown>>
            const words = [memberText('alarm', alarm, reader), String(operator ?? app ?? '')]
            return (
              <li key={eventSeq}>
                <time title={at}>{shortMoment(at, today)}</time> {words.filter(Boolean).join(t.colon)}
              </li>
            )
          })}
        </ul>
      }
      action={
        <Link to="/audit" search={{ kind: 'alarm' } as never}>
          {t.all}
        </Link>
      }
    />
  )
}
