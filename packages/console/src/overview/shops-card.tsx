import { dailyFigures, overviewFigures, type RequestOf } from '@yaoquan/api'
import { Table } from 'antd'
import type { ReactNode } from 'react'
import { CardState } from '../charts/card-state.tsx'
import { ChartCard } from '../charts/chart-card.tsx'
import { Sparkline } from '../charts/sparkline.tsx'
import { moneyText } from '../design/money.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { codeText } from '../names/code-text.ts'
import { useShops } from '../names/use-names.ts'
import { useRead } from '../session/use-server.ts'
import { daysOf, lastDaysOf, maxDailyDays, type Period } from './period.ts'

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
  none: { zh: '（未填）', en: '(none)' },
  others: { zh: '其他', en: 'others' },
  empty: { zh: '这段时间没有核销。', en: 'No redemption in this period.' },
})

const maxShops = 8

type ShopsCardProps = Readonly<{ asked: RequestOf<typeof overviewFigures>; period: Period }>

/** The shops with most redemptions, each with its days as a line. */
export function ShopsCard({ asked, period }: ShopsCardProps): ReactNode {
  const t = useTexts(texts)
  const read = useRead(overviewFigures, { ...asked, groupBy: 'shop', limit: maxShops }, { keepsFormer: true })
  const { data } = read
  const rows = (data?.rows ?? []).filter(({ redeemed }) => redeemed > 0)
  const daysOfShop = useDaysOfShops(
    rows.map(({ name }) => name),
    { asked, period },
  )
  const shops = useShops()
  const nameOf = (name: string) => (name === '' ? t.none : name === '*' ? t.others : codeText(name, shops.nameOf))
  return (
    <ChartCard
      title={t.title}
      fileName="shops"
      table={{
        columns: [t.name, t.redeemed, t.off],
        rows: rows.map(({ name, redeemed, offAmount }) => [nameOf(name), redeemed, offAmount]),
      }}
    >
      <CardState read={read} empty={rows.length === 0 ? t.empty : undefined} />
      {rows.length > 0 && (
        <Table
          size="small"
          rowKey="name"
          pagination={false}
          dataSource={rows}
          columns={[
            { key: 'name', title: t.name, ellipsis: true, render: (_, { name }) => nameOf(name) },
            {
              key: 'days',
              title: t.days,
              width: 100,
              render: (_, { name }) => {
                const values = daysOfShop(name)
                return values && <Sparkline values={values} description={t.trend(nameOf(name), Math.max(...values))} />
              },
            },
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
              width: 100,
              align: 'right',
              render: (_, { offAmount }) => <span className="yq-number">{moneyText(offAmount)}</span>,
            },
          ]}
        />
      )}
    </ChartCard>
  )
}

/** Redemptions by day of shops, oldest first; undefined until they are known. */
function useDaysOfShops(
  names: readonly string[],
  { asked: { couponId, channel, shop }, period }: ShopsCardProps,
): (name: string) => readonly number[] | undefined {
  const shown = lastDaysOf(period, maxDailyDays)
  const { data } = useRead(
    dailyFigures,
    { couponId, channel, shop, groupBy: 'shop', names: names.toSorted(), fromDay: shown.from, toDay: shown.to },
    { isEnabled: names.length > 0, keepsFormer: true },
  )
  const days = daysOf(shown)
  const byPlace = new Map(data?.rows.map(({ day, name, redeemed }) => [`${day} ${name}`, redeemed]))
  return (name) => data && days.map((day) => byPlace.get(`${day} ${name}`) ?? 0)
}
