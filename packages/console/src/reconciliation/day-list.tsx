import { CheckOutlined, ClockCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons'
import type { UseQueryResult } from '@tanstack/react-query'
import { listDayReports, type openReconciliation } from '@yaoquan/api'
import { Switch } from 'antd'
import { type ReactNode, useState } from 'react'
import { addDays, shortDay, useToday } from '../design/days.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { Loading } from '../parts/failure.tsx'
import type { ResultOf } from '../server/call-method.ts'
import { useRead } from '../session/use-server.ts'

const texts = defineTexts({
  days: { zh: '有报告的日期', en: 'Days with a report' },
  onlyOpen: { zh: '只看有差异的', en: 'Only with findings' },
  open: { zh: (count: number) => `${count} 待处理`, en: (count) => `${count} open` },
  handled: { zh: (count: number) => `${count} 已处理`, en: (count) => `${count} handled` },
  pending: { zh: (count: number) => `${count} 等订单`, en: (count) => `${count} waiting` },
  clean: { zh: '一致', en: 'Agrees' },
  none: { zh: '没有。', en: 'None.' },
})

type Props = Pick<UseQueryResult<ReportDays, Error>, 'data' | 'error'> &
  Readonly<{ day: string | undefined; choose: (day: string) => void }>

/** The days that have a report, the newest first, with what is left to do. */
export function DayList({ data, error, day, choose }: Props): ReactNode {
  const t = useTexts(texts)
  const today = useToday()
  const [isOnlyFound, setOnlyFound] = useState(false)
  // The report, beside it, has room for the reason.
  if (data === undefined) return error === null && <Loading rows={6} />
  const days = data.days.filter(({ findingCount, pendingCount }) => !isOnlyFound || findingCount + pendingCount > 0)
  return (
    <>
      <span className="yq-day-switch">
        <Switch size="small" checked={isOnlyFound} onChange={setOnlyFound} aria-label={t.onlyOpen} /> {t.onlyOpen}
      </span>
      {days.length === 0 && <p className="yq-soft">{t.none}</p>}
      <ul className="yq-plain-list yq-day-rows" aria-label={t.days}>
        {days.map((one) => (
          <li key={one.day}>
            <button
              type="button"
              className="yq-day"
              aria-current={one.day === day ? 'date' : undefined}
              onClick={() => choose(one.day)}
            >
              <span className="yq-number">{shortDay(one.day, today)}</span>
              <DayState {...one} />
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

type DayStateProps = Pick<ReportDays['days'][number], 'findingCount' | 'handledCount' | 'pendingCount'>

function DayState({ findingCount, handledCount, pendingCount }: DayStateProps): ReactNode {
  const t = useTexts(texts)
  const open = findingCount - handledCount
  if (open > 0) {
    return (
      <span className="yq-report-found">
        <ExclamationCircleOutlined aria-hidden /> {t.open(open)}
      </span>
    )
  }
  if (pendingCount > 0) {
    return (
      <span className="yq-soft">
        <ClockCircleOutlined aria-hidden /> {t.pending(pendingCount)}
      </span>
    )
  }
  return (
    <span className="yq-soft">
      <CheckOutlined aria-hidden /> {handledCount > 0 ? t.handled(handledCount) : t.clean}
    </span>
  )
}

type ReportDays = ResultOf<typeof listDayReports>

/** The reports of 60 days: up to today, or around an earlier day. */
export function useReportDays(day: string | undefined): UseQueryResult<ReportDays, Error> {
  const today = useToday()
  const isOlder = day !== undefined && day <= addDays(today, -shownDays)
  const toDay = isOlder ? addDays(day, shownDays / 2) : today
  return useRead(listDayReports, { fromDay: addDays(toDay, 1 - shownDays), toDay }, { keepsFormer: true })
}

const shownDays = 60

/** The report of a day. */
export type DayReport = NonNullable<ResultOf<typeof openReconciliation>['report']>

export type Finding = ResultOf<typeof openReconciliation>['findings'][number]
