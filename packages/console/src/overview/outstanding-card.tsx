import type { overviewFigures } from '@yaoquan/api'
import { Descriptions } from 'antd'
import type { ReactNode } from 'react'
import { moneyText } from '../design/money.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { ResultOf } from '../server/call-method.ts'

const texts = defineTexts({
  title: { zh: '还有多少没用掉？', en: 'How much is outstanding?' },
  coupons: { zh: '未使用', en: 'Unused' },
  worst: { zh: '最多再抵扣', en: 'They take off at most' },
  expiring: { zh: '30 天内到期', en: 'Ending within 30 days' },
  count: { zh: (count: number) => `${count} 张`, en: (count) => String(count) },
  yuan: { zh: (amount: string) => `${amount} 元`, en: (amount) => `¥${amount}` },
  uncapped: { zh: (count: number) => `，另有 ${count} 张没有上限`, en: (count) => `, and ${count} without a limit` },
  ofShop: { zh: '按门店筛选时没有这个数：未使用的券不属于门店。', en: 'Unused coupons belong to no shop.' },
})

type Result = ResultOf<typeof overviewFigures>
type OutstandingCardProps = Readonly<{ outstanding: Result['outstanding']; expiring: Result['expiring'] }>

/** What was issued and may still be used, and what it may cost. */
export function OutstandingCard({ outstanding, expiring }: OutstandingCardProps): ReactNode {
  const t = useTexts(texts)
  return (
    <section className="yq-card yq-chart-card" aria-label={t.title}>
      <h2>{t.title}</h2>
      {outstanding === undefined ? (
        <p className="yq-soft">{t.ofShop}</p>
      ) : (
        <Descriptions
          column={1}
          size="small"
          items={[
            { label: t.coupons, children: t.count(outstanding.coupons) },
            {
              label: t.worst,
              children:
                t.yuan(moneyText(outstanding.worstAmount)) +
                (outstanding.uncapped > 0 ? t.uncapped(outstanding.uncapped) : ''),
            },
            ...(expiring === undefined
              ? []
              : [
                  {
                    label: t.expiring,
                    children: `${t.count(expiring.coupons)} · ${t.yuan(moneyText(expiring.worstAmount))}`,
                  },
                ]),
          ]}
        />
      )}
    </section>
  )
}
