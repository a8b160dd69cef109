import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { getReconciliation } from '@yaoquan/api'
import { Button, DatePicker, Flex } from 'antd'
import dayjs from 'dayjs'
import type { ReactNode } from 'react'
import { CouponDrawer } from '../coupon/coupon-drawer.tsx'
import { addDays } from '../design/days.ts'
import { useToday } from '../design/use-now.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { CursorPages } from '../lists/cursor-pages.tsx'
import { dayParameter } from '../lists/filter-days.tsx'
import { pageParameters, textParameter, useListState } from '../navigation/search-state.ts'
import { NotRead } from '../parts/failure.tsx'
import { Page } from '../parts/page.tsx'
import { useRead } from '../session/use-server.ts'
import { DayCost } from './day-cost.tsx'
import { FindingsTable } from './findings-table.tsx'
import { ReportHead } from './report-head.tsx'

const texts = defineTexts({
  title: { zh: '对账', en: 'Reconciliation' },
  day: { zh: '日期', en: 'Day' },
  before: { zh: '前一天', en: 'The day before' },
  after: { zh: '后一天', en: 'The day after' },
  sum: { zh: (count: number) => `本页 ${count} 条差异`, en: (count) => `Findings on this page: ${count}` },
  computed: { zh: (at: string) => `生成于 ${at}`, en: (at) => `computed ${at}` },
})

const parameters = { day: dayParameter, ...pageParameters, coupon: textParameter }

/** What orders and redemptions of a day say of each other, and what coupons cost. */
export function ReconciliationScreen(): ReactNode {
  const t = useTexts(texts)
  const today = useToday()
  const [{ day = addDays(today, -1), page, cursor, coupon }, change, filterBy] = useListState(parameters)
  // The first page has the report; the others only findings.
  const first = useRead(getReconciliation, { day, limit: 50 })
  const { data, error, isFetching, refetch } = useRead(getReconciliation, { day, limit: 50, cursor })
  const report = first.data?.report
  const rows = data?.findings ?? []
  const go = (next: string) => filterBy({ day: next })
  return (
    <Page
      title={t.title}
      act={report !== undefined && <span className="yq-soft">{t.computed(report.computedAt)}</span>}
    >
      <Flex gap={8} role="search">
        <Button icon={<LeftOutlined />} aria-label={t.before} onClick={() => go(addDays(day, -1))} />
        <DatePicker
          aria-label={t.day}
          value={dayjs(day, 'YYYY-MM-DD')}
          allowClear={false}
          format="YYYY-MM-DD"
          disabledDate={(one) => one.format('YYYY-MM-DD') > today}
          onChange={(one) => one !== null && go(one.format('YYYY-MM-DD'))}
        />
        <Button
          icon={<RightOutlined />}
          aria-label={t.after}
          disabled={day >= today}
          onClick={() => go(addDays(day, 1))}
        />
      </Flex>
      {(error !== null || report === undefined) && <NotRead error={error} refetch={refetch} />}
      {report !== undefined && (
        <>
          <ReportHead report={report} />
          <div className="yq-card">
            <FindingsTable rows={rows} isLoading={isFetching} open={(code) => change({ coupon: code })} />
            <CursorPages sum={t.sum(rows.length)} page={page} next={data?.nextCursor} go={change} />
          </div>
          <DayCost report={report} />
        </>
      )}
      <CouponDrawer couponCode={coupon} close={() => change({ coupon: undefined })} />
    </Page>
  )
}
