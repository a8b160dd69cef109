import { useNavigate } from '@tanstack/react-router'
import { countRefusals } from '@yaoquan/api'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { Bars } from '../charts/bars.tsx'
import { CardState, ChartCard } from '../charts/chart-card.tsx'
import { countText, moneyText } from '../design/money.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import type { DayRange } from '../lists/filter-days.tsx'
import { refusalWords } from '../parts/refusal-words.ts'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'

const texts = defineTexts({
  title: { zh: '顾客为什么用不了券？', en: 'Why are coupons refused?' },
  reason: { zh: '拒绝原因', en: 'Reason' },
  calls: { zh: '次数', en: 'Calls' },
  amount: { zh: '订单金额（元）', en: 'Order amount (¥)' },
  open: { zh: '看这些调用', en: 'Show the calls' },
  empty: { zh: '这段时间没有被拒的调用。', en: 'No call was refused in this period.' },
  note: {
    zh: '被拒的调用只保留 30 天。金额是这些订单用券前的合计：一个订单在一种原因下只计一次（取最大的一次），没有报出金额的调用不计。',
    en: 'Refused calls are kept for 30 days. Amounts are what their orders cost before coupons: an order counts once for a reason, with its largest amount; calls that tell no amount do not count.',
  },
  most: {
    zh: (most: string) => `只计最新的 ${most} 次。`,
    en: (most) => `Only the newest ${most} are counted.`,
  },
})

const maxReasons = 8

/** Refusals by reason, with what their orders cost; each leads to its calls. */
export function RefusalsCard({ period }: Readonly<{ period: DayRange }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { may } = useSession()
  const navigate = useNavigate()
  const read = useRead(countRefusals, { fromDay: period.from, toDay: period.to }, { keepsFormer: true })
  const { data } = read
  const reasons = data?.reasons ?? []
  const sum = reasons.reduce((total, { calls }) => total + calls, 0)
  const open = (code: string) => {
    const search = { tab: 'calls', code, from: period.from, to: period.to }
    void navigate({ to: '/integration', search: search as never })
  }
  return (
    <ChartCard
      title={t.title}
      fileName="refusals"
      table={{
        columns: [t.reason, t.calls, t.amount],
        rows: reasons.map(({ refusedCode, calls, orderAmount = '' }) => {
          return [refusalWords(refusedCode, language), calls, orderAmount]
        }),
      }}
    >
      <CardState read={read} empty={reasons.length === 0 ? t.empty : undefined} />
      <Bars
        rows={reasons.slice(0, maxReasons).map(({ refusedCode, calls, orderAmount }) => ({
          key: refusedCode,
          name: may('read-refusals') ? (
            <Button type="link" className="yq-inline" title={t.open} onClick={() => open(refusedCode)}>
              {refusalWords(refusedCode, language)}
            </Button>
          ) : (
            refusalWords(refusedCode, language)
          ),
          count: calls,
          value: orderAmount === undefined ? countText(calls) : `${countText(calls)} · ¥${moneyText(orderAmount)}`,
        }))}
      />
      <p className="yq-soft">
        {t.note} {data !== undefined && sum >= data.most && t.most(String(data.most))}
      </p>
    </ChartCard>
  )
}
