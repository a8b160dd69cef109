import { openReconciliation } from '@yaoquan/api'
import { DatePicker, Empty } from 'antd'
import dayjs from 'dayjs'
import type { ReactNode } from 'react'
import { CouponDrawer } from '../coupon/coupon-drawer.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import { CursorPages } from '../lists/cursor-pages.tsx'
import { dayParameter } from '../lists/filter-days.tsx'
import { OrderDrawer } from '../members/order-drawer.tsx'
import { actorNames } from '../names/use-names.ts'
import { pageParameter, pageParameters, textParameter, useListState } from '../navigation/search-state.ts'
import { NotRead } from '../parts/failure.tsx'
import { CallError } from '../server/call-error.ts'
import { useRead } from '../session/use-server.ts'
import { DayList, useReportDays } from './day-list.tsx'
import { EventDrawer, HandleFinding } from './finding-drawers.tsx'
import { FindingsTable } from './findings-table.tsx'
import { DayCost, ReportHead } from './report-head.tsx'
import './reconciliation.css'

const texts = defineTexts({
  day: { zh: '查看日期', en: 'Day' },
  sum: { zh: (count: number) => `本页 ${count} 条差异`, en: (count) => `Findings on this page: ${count}` },
  computed: { zh: (at: string) => `生成于 ${at}`, en: (at) => `computed ${at}` },
  expected: {
    zh: (day: string, at: string) => `${day} 的报告还没有生成，${at} 起生成。`,
    en: (day, at) => `The report of ${day} is not there yet. It comes from ${at} on.`,
  },
  never: {
    zh: (day: string) => `${day} 没有报告：报告只在当日结束后的一周内生成。`,
    en: (day) => `There is no report of ${day}: reports are computed in the week after a day.`,
  },
  none: {
    zh: '还没有报告。某日结束一分钟后，这里有它的报告。',
    en: 'No reports yet. That of a day comes a minute after its end.',
  },
})

const parameters = {
  day: dayParameter,
  ...pageParameters,
  coupon: textParameter,
  order: textParameter,
  event: textParameter,
  finding: textParameter,
}

/** The report of a day, the newest one at first, beside the days that have one. */
export function DayTab(): ReactNode {
  const t = useTexts(texts)
  const [{ day: requested, page, cursor, coupon, order, event, finding }, change, filterBy] = useListState(parameters)
  const days = useReportDays(requested)
  const day = requested ?? days.data?.days[0]?.day
  const isEnabled = day !== undefined
  // The first page has the report; the others only findings.
  const first = useRead(openReconciliation, { day: day ?? '', limit: 50 }, { isEnabled })
  const { data, error, isFetching, refetch } = useRead(
    openReconciliation,
    { day: day ?? '', limit: 50, cursor },
    { isEnabled },
  )
  const report = first.data?.report
  const rows = data?.findings ?? []
  const actorName = actorNames(data?.actors)
  const missing = error instanceof CallError && error.code === 'REPORT_NOT_COMPUTED' ? error : undefined
  const isWithoutReports = requested === undefined && days.data?.days.length === 0
  return (
    <div className="yq-days">
      <aside className="yq-card yq-day-list" aria-label={t.day}>
        <DatePicker
          aria-label={t.day}
          placeholder={t.day}
          value={day === undefined ? null : dayjs(day, 'YYYY-MM-DD')}
          allowClear={false}
          format="YYYY-MM-DD"
          onChange={(one) => one !== null && filterBy({ day: one.format('YYYY-MM-DD') })}
        />
        <DayList data={days.data} error={days.error} day={day} choose={(next) => filterBy({ day: next })} />
      </aside>
      <div className="yq-day-report">
        {days.error !== null && <NotRead error={days.error} refetch={days.refetch} />}
        {isWithoutReports && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.none} />}
        {missing !== undefined && day !== undefined && (
          <Empty
            image={Empty.PRESENTED_IMAGE_SIMPLE}
            description={
              missing.facts.expectedAt === undefined ? t.never(day) : t.expected(day, missing.facts.expectedAt)
            }
          />
        )}
        {isEnabled && missing === undefined && (error !== null || report === undefined) && (
          <NotRead error={error} refetch={refetch} />
        )}
        {report !== undefined && (
          <>
            <ReportHead report={report} />
            <div className="yq-card yq-list">
              <FindingsTable rows={rows} isLoading={isFetching} actorName={actorName} go={change} />
              <CursorPages
                sum={
                  <>
                    {t.sum(rows.length)} · {t.computed(report.computedAt)}
                  </>
                }
                page={page}
                next={data?.nextCursor}
                go={change}
              />
            </div>
            <DayCost report={report} />
          </>
        )}
      </div>
      <CouponDrawer couponCode={coupon} close={() => change({ coupon: undefined })} />
      {order !== undefined && <OrderDrawer orderId={order} close={() => change({ order: undefined })} />}
      {event !== undefined && (
        <EventDrawer eventSeq={pageParameter.read(event)} close={() => change({ event: undefined })} />
      )}
      {day !== undefined && (
        <HandleFinding
          day={day}
          finding={rows.find(({ findingId }) => findingId === finding)}
          actorName={actorName}
          close={() => change({ finding: undefined })}
        />
      )}
    </div>
  )
}
