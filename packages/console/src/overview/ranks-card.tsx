import { overviewFigures, type RequestOf } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { Bar } from '../charts/bar.tsx'
import { CardState } from '../charts/card-state.tsx'
import { ChartCard } from '../charts/chart-card.tsx'
import { moneyText } from '../design/money.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { useRead } from '../session/use-server.ts'
import { useTemplateNames } from './use-template-names.ts'

const texts = defineTexts({
  title: { zh: '哪些券用得最多？', en: 'Which coupons are used most?' },
  name: { zh: '名称', en: 'Name' },
  redeemed: { zh: '核销（次）', en: 'Redemptions' },
  off: { zh: '抵扣（元）', en: 'Off (¥)' },
  none: { zh: '（未填）', en: '(none)' },
  others: { zh: '其他', en: 'others' },
  empty: { zh: '这段时间没有核销。', en: 'No redemption in this period.' },
})

type RanksCardProps = Readonly<{ asked: RequestOf<typeof overviewFigures> }>

const maxRanks = 8

/** The templates with most redemptions. */
export function RanksCard({ asked }: RanksCardProps): ReactNode {
  const t = useTexts(texts)
  const read = useRead(overviewFigures, { ...asked, groupBy: 'coupon_id', limit: maxRanks }, { keepsFormer: true })
  const { data } = read
  const names = useTemplateNames((data?.rows ?? []).map(({ name }) => name))
  const nameOf = (name: string) => (name === '' ? t.none : name === '*' ? t.others : (names.get(name) ?? name))
  const rows = (data?.rows ?? []).filter(({ redeemed }) => redeemed > 0)
  const most = Math.max(1, ...rows.map(({ redeemed }) => redeemed))
  return (
    <ChartCard
      title={t.title}
      fileName="templates"
      table={{
        columns: [t.name, t.redeemed, t.off],
        rows: rows.map(({ name, redeemed, offAmount }) => [nameOf(name), redeemed, offAmount]),
      }}
    >
      <CardState read={read} empty={rows.length === 0 ? t.empty : undefined} />
      <div className="yq-bars">
        {rows.map(({ name, redeemed, offAmount }) => (
          <Bar key={name} name={nameOf(name)} share={redeemed / most} value={`${redeemed} · ${moneyText(offAmount)}`} />
        ))}
      </div>
    </ChartCard>
  )
}
