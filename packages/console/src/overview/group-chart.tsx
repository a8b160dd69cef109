import { eventKinds } from '@yaoquan/api'
import { seriesColours } from '@yaoquan/browser/tokens'
import { Flex, Segmented } from 'antd'
import type { ReactNode } from 'react'
import { CardState, ChartCard } from '../charts/chart-card.tsx'
import { DayBars } from '../charts/day-bars.tsx'
import { useTheme } from '../design/chosen-theme.ts'
import { countText, moneyText, yuanOf } from '../design/money.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { choiceParameter, useSearchState } from '../navigation/search-state.ts'
import { daysOf, lastDaysOf, maxDailyDays, type Period } from './period.ts'
import { type LeaderRequest, type Leaders, useLeaderNames, useLeaders } from './ranks-card.tsx'
import { type Measure, stackLeaders } from './stack-leaders.ts'
import './group-chart.css'

const texts = defineTexts({
  template: { zh: '每天各模板占多少？', en: 'What part does each template have, by day?' },
  channel: { zh: '每天各渠道占多少？', en: 'What part does each channel have, by day?' },
  shop: { zh: '每天各门店占多少？', en: 'What part does each shop have, by day?' },
  group: { zh: '分组', en: 'Groups' },
  byTemplate: { zh: '模板', en: 'Templates' },
  byChannel: { zh: '渠道', en: 'Channels' },
  byShop: { zh: '门店', en: 'Shops' },
  measure: { zh: '数据', en: 'Figure' },
  redeemed: eventKinds.redeemed,
  issued: eventKinds.issued,
  off: { zh: '抵扣（元）', en: 'Off (¥)' },
  day: { zh: '日期', en: 'Day' },
  others: { zh: '其他', en: 'Others' },
  empty: { zh: '这段时间没有数据。', en: 'Nothing in this period.' },
  lastDays: { zh: '只画最后 100 天', en: 'the last 100 days' },
})

/** Groups with a colour of their own; all others share the last colour. */
const maxGroups = 7

const parameters = {
  by: choiceParameter(['template', 'channel', 'shop']),
  measure: choiceParameter(['redeemed', 'off', 'issued']),
} as const

const listOf = {
  template: ({ templates }: Leaders) => templates,
  channel: ({ channels }: Leaders) => channels,
  shop: ({ shops }: Leaders) => shops,
}

/** The days of the leading templates, channels or shops, stacked, with all others on top. */
export function GroupChart({ asked, period }: Readonly<{ asked: LeaderRequest; period: Period }>): ReactNode {
  const t = useTexts(texts)
  const { theme } = useTheme()
  const [{ by, measure: chosen }, change] = useSearchState(parameters)
  // Coupons are issued in no shop.
  const measure = by === 'shop' && chosen === 'issued' ? 'redeemed' : chosen
  const read = useLeaders(asked)
  const nameOf = useLeaderNames()[by]
  const shown = lastDaysOf(period, maxDailyDays)
  const days = daysOf(shown)
  const leaders = read.data === undefined ? [] : listOf[by](read.data).slice(0, maxGroups)
  const layers = stackLeaders({ leaders, totals: read.data?.totals ?? [] }, days, measure).map(
    ({ leader, values, sum }, place) => ({
      name: leader === undefined ? t.others : nameOf(leader),
      colour: seriesColours[theme].at(leader === undefined ? -1 : place) ?? '',
      values,
      sum,
    }),
  )
  const isMoney = measure === 'off'
  const text = (value: number) => (isMoney ? moneyText(yuanOf(value)) : countText(value))
  const measures: readonly Measure[] = by === 'shop' ? ['redeemed', 'off'] : ['redeemed', 'off', 'issued']
  return (
    <ChartCard
      title={t[by]}
      controls={
        <Flex gap={8} wrap align="center" className="yq-stack-choice">
          <Segmented
            aria-label={t.group}
            size="small"
            value={by}
            options={[
              { value: 'template', label: t.byTemplate },
              { value: 'channel', label: t.byChannel },
              { value: 'shop', label: t.byShop },
            ]}
            onChange={(next) => change({ by: parameters.by.read(next) }, { isReplaced: true })}
          />
          <Segmented
            aria-label={t.measure}
            size="small"
            value={measure}
            options={measures.map((value) => ({ value, label: t[value] }))}
            onChange={(next) => change({ measure: next }, { isReplaced: true })}
          />
          {shown.from > period.from && <span className="yq-soft">{t.lastDays}</span>}
        </Flex>
      }
      fileName={`${by}-${measure}-${shown.from}-${shown.to}`}
      table={{
        columns: [t.day, ...layers.map(({ name }) => name)],
        rows: days.map((day, place) => [
          day,
          ...layers.map(({ values }) => (isMoney ? yuanOf(values[place] ?? 0) : (values[place] ?? 0))),
        ]),
      }}
    >
      <CardState read={read} empty={layers.length === 0 ? t.empty : undefined} />
      {layers.length > 0 && (
        <div className="yq-stack">
          <DayBars
            description={t[by]}
            height={220}
            names={days.map((day) => day.slice(5))}
            series={layers}
            text={text}
          />
          {/* In the order of the stack, so that no legend is to be matched. */}
          <ol reversed className="yq-plain-list">
            {layers.toReversed().map(({ name, sum, colour }) => (
              <li key={name}>
                <span className="yq-stack-colour" style={{ background: colour }} />
                <span className="yq-stack-name" title={name}>
                  {name}
                </span>
                <span className="yq-number">{text(sum)}</span>
              </li>
            ))}
          </ol>
        </div>
      )}
    </ChartCard>
  )
}
