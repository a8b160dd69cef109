import { eventKinds, type overviewFigures } from '@yaoquan/api'
import { type ReactNode, useCallback } from 'react'
import { Chart, type ChartColours, categoryAxis, valueAxis } from '../charts/chart.tsx'
import { ChartCard } from '../charts/chart-card.tsx'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { ResultOf } from '../server/call-method.ts'
import { daysOf, type Period } from './period.ts'

const texts = defineTexts({
  title: { zh: '每天发了多少、用了多少？', en: 'How many were issued and used each day?' },
  titleOfShop: { zh: '每天用了多少？', en: 'How many were used each day?' },
  day: { zh: '日期', en: 'Day' },
  issued: eventKinds.issued,
  redeemed: eventKinds.redeemed,
  off: { zh: '抵扣（元）', en: 'Off (¥)' },
})

type Row = ResultOf<typeof overviewFigures>['rows'][number]

type DailyChartProps = Readonly<{
  rows: readonly Row[]
  period: Period
  /** Whether they are of one shop, in which coupons are used but not issued. */
  isOfShop?: boolean
}>

/** Issues and redemptions by day; a day without any is zero. */
export function DailyChart({ rows, period, isOfShop = false }: DailyChartProps): ReactNode {
  const t = useTexts(texts)
  const title = isOfShop ? t.titleOfShop : t.title
  const byDay = new Map(rows.map((row) => [row.name, row]))
  const days = daysOf(period).map((day) => {
    const { issued = 0, redeemed = 0, offAmount = '0.00' } = byDay.get(day) ?? {}
    return { day, issued, redeemed, offAmount }
  })
  const key = JSON.stringify(days)
  // The rows are new objects on every render; their content decides whether the chart is drawn anew.
  const option = useCallback(
    (colours: ChartColours) => {
      const shown: typeof days = JSON.parse(key)
      const series = (name: string, color: string, figure: 'issued' | 'redeemed') => ({
        type: 'line',
        name,
        color,
        showSymbol: false,
        smooth: false,
        data: shown.map((day) => day[figure]),
        lineStyle: { width: 2, color },
        endLabel: { show: true, formatter: '{a}', color },
        // Lines may end at the same number.
        labelLayout: { moveOverlap: 'shiftY' },
      })
      const names = shown.map(({ day }) => day.slice(5))
      return {
        xAxis: categoryAxis(names, colours),
        yAxis: valueAxis(colours),
        series: [
          ...(isOfShop ? [] : [series(t.issued, colours.soft, 'issued')]),
          { ...series(t.redeemed, colours.link, 'redeemed'), areaStyle: { color: colours.link, opacity: 0.12 } },
        ],
      }
    },
    [key, t, isOfShop],
  )
  return (
    <ChartCard
      title={title}
      fileName={`days-${period.from}-${period.to}`}
      table={{
        columns: isOfShop ? [t.day, t.redeemed, t.off] : [t.day, t.issued, t.redeemed, t.off],
        rows: days.map(({ day, issued, redeemed, offAmount }) =>
          isOfShop ? [day, redeemed, offAmount] : [day, issued, redeemed, offAmount],
        ),
      }}
    >
      <Chart description={title} height={280} option={option} />
    </ChartCard>
  )
}
