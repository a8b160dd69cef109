import { Table } from 'antd'
import type { ReactNode } from 'react'
import { CardState, ChartCard } from '../charts/chart-card.tsx'
import { Sparkline } from '../charts/sparkline.tsx'
import { moneyText } from '../design/money.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { daysOf, lastDaysOf, maxDailyDays, type Period } from './period.ts'
import { type Leader, type LeaderRequest, useLeaderNames, useLeaders } from './ranks-card.tsx'

const texts = defineTexts({
  title: { zh: '哪些门店用券最多？', en: 'Which shops use most coupons?' },
  name: { zh: '名称', en: 'Name' },
  redeemed: { zh: '核销（次）', en: 'Redemptions' },
  off: { zh: '抵扣（元）', en: 'Off (¥)' },
  days: { zh: '每天', en: 'By day' },
  trend: {
    zh: (shop: string, most: number) => `门店 ${shop} 每天的核销，最多一天 ${most} 次`,
    en: (shop, most) => `Redemptions of shop ${shop} by day, ${most} on the best`,
  },
  empty: { zh: '这段时间没有核销。', en: 'No redemption in this period.' },
})

/** The shops with most redemptions, each with its days as a line. */
export function ShopsCard({ asked, period }: Readonly<{ asked: LeaderRequest; period: Period }>): ReactNode {
  const t = useTexts(texts)
  const read = useLeaders(asked)
  const { shop: nameOf } = useLeaderNames()
  const rows = (read.data?.shops ?? []).filter(({ redeemed }) => redeemed > 0)
  const days = daysOf(lastDaysOf(period, maxDailyDays))
  const trendOf = (shop: Leader) => {
    const byDay = new Map(shop.days.map(({ day, redeemed }) => [day, redeemed]))
    const values = days.map((day) => byDay.get(day) ?? 0)
    return <Sparkline values={values} description={t.trend(nameOf(shop), Math.max(...values))} />
  }
  return (
    <ChartCard
      title={t.title}
      fileName="shops"
      table={{
        columns: [t.name, t.redeemed, t.off],
        rows: rows.map((row) => [nameOf(row), row.redeemed, row.offAmount]),
      }}
    >
      <CardState read={read} empty={rows.length === 0 ? t.empty : undefined} />
      {rows.length > 0 && (
        <Table
          size="small"
          rowKey="code"
          pagination={false}
          dataSource={rows}
          columns={[
            { key: 'name', title: t.name, ellipsis: true, render: (_, row) => nameOf(row) },
            { key: 'days', title: t.days, width: 100, responsive: ['sm'], render: (_, row) => trendOf(row) },
            {
              key: 'redeemed',
              title: t.redeemed,
              width: 112,
              align: 'right',
              render: (_, { redeemed }) => <span className="yq-number">{redeemed}</span>,
            },
            {
              key: 'off',
              title: t.off,
              width: 92,
              align: 'right',
              render: (_, { offAmount }) => <span className="yq-number">{moneyText(offAmount)}</span>,
            },
          ]}
        />
      )}
    </ChartCard>
  )
}
