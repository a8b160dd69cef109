import { eventKinds, type overviewFigures } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { ChartCard } from '../charts/chart-card.tsx'
import { DayBars } from '../charts/day-bars.tsx'
import { countText } from '../design/money.ts'
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

type DailyChartProps = Readonly<{
  rows: ResultOf<typeof overviewFigures>['rows']
  period: Period
  /** Whether they are of one shop, in which coupons are used but not issued. */
  isOfShop?: boolean
}>

/** Issues and redemptions by day, each with a scale of its own; a day without any is zero. */
export function DailyChart({ rows, period, isOfShop = false }: DailyChartProps): ReactNode {
  const t = useTexts(texts)
  const title = isOfShop ? t.titleOfShop : t.title
  const byDay = new Map(rows.map((row) => [row.name, row]))
  const days = daysOf(period).map((day) => {
    const { issued = 0, redeemed = 0, offAmount = '0.00' } = byDay.get(day) ?? {}
    return { day, issued, redeemed, offAmount }
  })
  const shown = isOfShop ? (['redeemed'] as const) : (['issued', 'redeemed'] as const)
  return (
    <ChartCard
      title={title}
      fileName={`days-${period.from}-${period.to}`}
      table={{
        columns: [t.day, ...shown.map((figure) => t[figure]), t.off],
        rows: days.map((day) => [day.day, ...shown.map((figure) => day[figure]), day.offAmount]),
      }}
    >
      {shown.map((figure) => (
        <DayBars
          key={figure}
          description={`${title} ${t[figure]}`}
          height={isOfShop ? 220 : 104}
          names={days.map(({ day }) => day.slice(5))}
          series={[
            {
              name: t[figure],
              colour: figure === 'issued' ? 'var(--yq-soft)' : 'var(--yq-accent)',
              values: days.map((day) => day[figure]),
            },
          ]}
          text={countText}
        />
      ))}
    </ChartCard>
  )
}
