import { useNavigate } from '@tanstack/react-router'
import { countRefusals } from '@yaoquan/api'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { Bar } from '../charts/bar.tsx'
import { CardState } from '../charts/card-state.tsx'
import { ChartCard } from '../charts/chart-card.tsx'
import { useLanguage, useTexts } from '../language/language-provider.tsx'
import { defineTexts } from '../language/texts.ts'
import type { DayRange } from '../lists/filter-days.tsx'
import { refusalWords } from '../parts/refusal-words.ts'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'

const texts = defineTexts({
  title: { zh: '顾客为什么用不了券？', en: 'Why are coupons refused?' },
  reason: { zh: '拒绝原因', en: 'Reason' },
  calls: { zh: '次数', en: 'Calls' },
  open: { zh: '看这些调用', en: 'Show the calls' },
  empty: { zh: '这段时间没有被拒的调用。', en: 'No call was refused in this period.' },
  note: { zh: '被拒的调用只保留30天。', en: 'Refused calls are kept for 30 days.' },
  most: {
    zh: (most: string) => `只计最新的 ${most} 次。`,
    en: (most) => `Only the newest ${most} are counted.`,
  },
})

const maxReasons = 8

/** Refusals by reason; each leads to its calls. */
export function RefusalsCard({ period }: Readonly<{ period: DayRange }>): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { may } = useSession()
  const navigate = useNavigate()
  const read = useRead(countRefusals, { fromDay: period.from, toDay: period.to }, { keepsFormer: true })
  const { data } = read
  const reasons = data?.reasons ?? []
  const most = Math.max(1, ...reasons.map(({ calls }) => calls))
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
        columns: [t.reason, t.calls],
        rows: reasons.map(({ refusedCode, calls }) => [refusalWords(refusedCode, language), calls]),
      }}
    >
      <CardState read={read} empty={reasons.length === 0 ? t.empty : undefined} />
      <div className="yq-bars">
        {reasons.slice(0, maxReasons).map(({ refusedCode, calls }) => (
          <Bar
            key={refusedCode}
            name={
              may('read-refusals') ? (
                <Button type="link" className="yq-inline" title={t.open} onClick={() => open(refusedCode)}>
                  {refusalWords(refusedCode, language)}
                </Button>
              ) : (
                refusalWords(refusedCode, language)
              )
            }
            share={calls / most}
            value={String(calls)}
          />
        ))}
      </div>
      <p className="yq-soft">
        {t.note} {data !== undefined && sum >= data.most && t.most(String(data.most))}
      </p>
    </ChartCard>
  )
}
