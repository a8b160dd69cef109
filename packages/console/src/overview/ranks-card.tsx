import type { UseQueryResult } from '@tanstack/react-query'
import { figureLeaders, type RequestOf } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { Bars } from '../charts/bars.tsx'
import { CardState, ChartCard } from '../charts/chart-card.tsx'
import { countText, moneyText } from '../design/money.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { channelText } from '../names/channel-text.ts'
import type { ResultOf } from '../server/call-method.ts'
import { useRead } from '../session/use-server.ts'

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

const leaderTexts = defineTexts({
  none: { zh: '（未填）', en: '(none)' },
  rest: { zh: '未单独统计', en: 'not counted separately' },
})

export type Leaders = ResultOf<typeof figureLeaders>
export type Leader = Leaders['templates'][number]

export type LeaderRequest = RequestOf<typeof figureLeaders>

/** The templates, channels and shops with most redemptions: one call for all cards that show some of them. */
export function useLeaders(input: LeaderRequest): UseQueryResult<Leaders, Error> {
  return useRead(figureLeaders, input, { keepsFormer: true })
}

/** How a template, channel or shop is named. */
export function useLeaderNames(): Readonly<{
  template: (leader: Leader) => string
  channel: (leader: Leader) => string
  shop: (leader: Leader) => string
}> {
  const t = useTexts(leaderTexts)
  const { language } = useLanguage()
  const special = (code: string) => (code === '' ? t.none : code === '*' ? t.rest : undefined)
  return {
    template: ({ code, name }) => special(code) ?? name ?? code,
    channel: ({ code }) => special(code) ?? channelText(code, language),
    shop: ({ code, name }) => special(code) ?? (name === undefined ? code : `${name} (${code})`),
  }
}
