import type { ReactNode } from 'react'
import { Bar } from '../charts/bar.tsx'
import { ChartCard } from '../charts/chart-card.tsx'
import { moneyText } from '../design/money.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { codeText } from '../names/code-text.ts'
import { useShops } from '../names/use-names.ts'
import type { DayReport } from './day-report.ts'

const texts = defineTexts({
  byTemplate: { zh: '哪些券花了多少？', en: 'What did which coupons cost?' },
  byShop: { zh: '哪些门店花了多少？', en: 'What did they cost in which shops?' },
  byBearer: { zh: '由谁承担？', en: 'Who bears the cost?' },
  name: { zh: '名称', en: 'Name' },
  redemptions: { zh: '核销（次）', en: 'Redemptions' },
  net: { zh: '费用（元）', en: 'Cost (¥)' },
  none: { zh: '（未设定）', en: '(none)' },
  nothing: { zh: '没有费用。', en: 'There is no cost.' },
})

const parts = ['byTemplate', 'byShop', 'byBearer'] as const
const maxBars = 8

/** The cost of the day by template, shop and cost bearer; all of it in the table and the file. */
export function DayCost({ report }: Readonly<{ report: DayReport }>): ReactNode {
  const t = useTexts(texts)
  const { nameOf } = useShops()
  return (
    <div className="yq-costs">
      {parts.map((part) => {
        const lines = report[part].map(({ key, name, redemptions, netAmount }) => {
          const shown = part === 'byShop' && key !== undefined ? codeText(key, nameOf) : (name ?? key)
          return { name: shown ?? t.none, redemptions, netAmount }
        })
        const most = Math.max(0.01, ...lines.map(({ netAmount }) => Number(netAmount)))
        return (
          <ChartCard
            key={part}
            title={t[part]}
            fileName={`${report.day}-${part}`}
            table={{
              columns: [t.name, t.redemptions, t.net],
              rows: lines.map(({ name, redemptions, netAmount }) => [name, redemptions, netAmount]),
            }}
          >
            {lines.length === 0 && <p className="yq-soft">{t.nothing}</p>}
            <div className="yq-bars">
              {lines.slice(0, maxBars).map(({ name, netAmount }) => (
                <Bar
                  key={name}
                  name={name}
                  share={Math.max(0, Number(netAmount)) / most}
                  value={moneyText(netAmount)}
                />
              ))}
            </div>
          </ChartCard>
        )
      })}
    </div>
  )
}
