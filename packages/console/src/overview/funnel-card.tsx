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
