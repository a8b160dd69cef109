import type { ReactNode } from 'react'
import { Bars } from '../charts/bars.tsx'
import { CardState } from '../charts/card-state.tsx'
import { ChartCard } from '../charts/chart-card.tsx'
import { countText, moneyText } from '../design/money.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { type LeaderRequest, useLeaderNames, useLeaders } from './use-leaders.ts'

const texts = defineTexts({
  title: { zh: '哪些券用得最多？', en: 'Which coupons are used most?' },
  name: { zh: '名称', en: 'Name' },
  redeemed: { zh: '核销（次）', en: 'Redemptions' },
  off: { zh: '抵扣（元）', en: 'Off (¥)' },
  empty: { zh: '这段时间没有核销。', en: 'No redemption in this period.' },
})

/** The templates with most redemptions. */
export function RanksCard({ asked }: Readonly<{ asked: LeaderRequest }>): ReactNode {
  const t = useTexts(texts)
  const read = useLeaders(asked)
  const { template: nameOf } = useLeaderNames()
  const rows = (read.data?.templates ?? []).filter(({ redeemed }) => redeemed > 0)
  return (
    <ChartCard
      title={t.title}
      fileName="templates"
      table={{
        columns: [t.name, t.redeemed, t.off],
        rows: rows.map((row) => [nameOf(row), row.redeemed, row.offAmount]),
      }}
    >
      <CardState read={read} empty={rows.length === 0 ? t.empty : undefined} />
      <Bars
        rows={rows.map((row) => {
          const value = `${countText(row.redeemed)} · ¥${moneyText(row.offAmount)}`
          return { key: row.code, name: nameOf(row), count: row.redeemed, value }
        })}
      />
    </ChartCard>
  )
}
