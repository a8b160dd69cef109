import { eventKinds } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { Bars } from '../charts/bars.tsx'
import { ChartCard } from '../charts/chart-card.tsx'
import { countText } from '../design/money.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { Figures } from './figure-tiles.tsx'

const texts = defineTexts({
  title: { zh: '从发放到核销剩多少？', en: 'How many get from issue to redemption?' },
  step: { zh: '步骤', en: 'Step' },
  count: { zh: '数量', en: 'Number' },
  issued: eventKinds.issued,
  held: eventKinds.held,
  redeemed: eventKinds.redeemed,
  used: { zh: '本期发放中已用', en: 'Used of those issued' },
})

const steps = ['issued', 'held', 'redeemed', 'used'] as const

/** The steps of coupons in the period. */
export function FunnelCard({ totals }: Readonly<{ totals: Figures }>): ReactNode {
  const t = useTexts(texts)
  const { issued, held, redeemed, usedOfIssued: used } = totals
  const counts = { issued, held, redeemed, used }
  return (
    <ChartCard
      title={t.title}
      fileName="funnel"
      table={{ columns: [t.step, t.count], rows: steps.map((step) => [t[step], counts[step]]) }}
    >
      <Bars
        rows={steps.map((step) => ({ key: step, name: t[step], count: counts[step], value: countText(counts[step]) }))}
      />
    </ChartCard>
  )
}

const delayChartTexts = defineTexts({
  title: { zh: '发放后多久用掉？', en: 'How long after the issue are they used?' },
  delay: { zh: '发放后', en: 'After the issue' },
  redeemed: { zh: '核销（次）', en: 'Redemptions' },
  within0: { zh: '当天', en: 'same day' },
  within3: { zh: '1–3 天', en: '1–3 days' },
  within7: { zh: '4–7 天', en: '4–7 days' },
  within14: { zh: '8–14 天', en: '8–14 days' },
  within30: { zh: '15–30 天', en: '15–30 days' },
  later: { zh: '更晚', en: 'later' },
})

const delays = ['within0', 'within3', 'within7', 'within14', 'within30', 'later'] as const

/** Redemptions by the days between issue and redemption. */
export function DelayChart({ totals }: Readonly<{ totals: Figures }>): ReactNode {
  const t = useTexts(delayChartTexts)
  return (
    <ChartCard
      title={t.title}
      fileName="days-to-redeem"
      table={{ columns: [t.delay, t.redeemed], rows: delays.map((delay) => [t[delay], totals[delay]]) }}
    >
      <Bars
        rows={delays.map((delay) => {
          return { key: delay, name: t[delay], count: totals[delay], value: countText(totals[delay]) }
        })}
      />
    </ChartCard>
  )
}
