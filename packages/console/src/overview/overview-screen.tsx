import { overviewFigures } from '@yaoquan/api'
import { Flex, Segmented } from 'antd'
import type { ReactNode } from 'react'
import { useToday } from '../design/days.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { chosenShop, FilterShop, FilterTemplate } from '../lists/filter-code.tsx'
import { dayParameter, FilterDays } from '../lists/filter-days.tsx'
import { chosenChannel, FilterChannel } from '../lists/filter-text.tsx'
import { chosenDays, Filters } from '../lists/filters.tsx'
import { TemplateName } from '../names/template-name.tsx'
import { textParameter, useSearchState } from '../navigation/search-state.ts'
import { NotRead } from '../parts/failure.tsx'
import { Page } from '../parts/page.tsx'
import { useSession } from '../session/session-provider.tsx'
import { useRead } from '../session/use-server.ts'
import { AlarmsPanel } from './alarms-panel.tsx'
import { DailyChart } from './daily-chart.tsx'
import { FigureTiles } from './figure-tiles.tsx'
import { DelayChart, FunnelCard } from './funnel-card.tsx'
import { GroupChart } from './group-chart.tsx'
import { OutstandingCard } from './outstanding-card.tsx'
import { periodOf, usualPeriods } from './period.ts'
import { RanksCard } from './ranks-card.tsx'
import { RefusalsCard } from './refusals-card.tsx'
import { ShopsCard } from './shops-card.tsx'
import './overview.css'

const texts = defineTexts({
  title: { zh: '经营概览', en: 'Overview' },
  from: { zh: '自', en: 'from' },
  to: { zh: '至', en: 'to' },
  period: { zh: '日期', en: 'Period' },
  week: { zh: '近 7 天', en: '7 days' },
  month: { zh: '近 30 天', en: '30 days' },
  quarter: { zh: '近 90 天', en: '90 days' },
  thisMonth: { zh: '本月', en: 'This month' },
  lastMonth: { zh: '上月', en: 'Last month' },
  template: { zh: '模板', en: 'Template' },
  channel: { zh: '渠道', en: 'Channel' },
  shop: { zh: '门店', en: 'Shop' },
  asOf: { zh: (at: string) => `截至 ${at}`, en: (at) => `as of ${at}` },
  missing: {
    zh: (number: number) => `事件 ${number} 及以前的已按保留期限清理，未计入。`,
    en: (number) => `Events up to ${number} were removed by age and are not counted.`,
  },
})

const parameters = {
  from: dayParameter,
  to: dayParameter,
  template: textParameter,
  channel: textParameter,
  shop: textParameter,
}

/** What coupons did in a period, beside the period before it. */
export function OverviewScreen(): ReactNode {
  const t = useTexts(texts)
  const { may } = useSession()
  const today = useToday()
  const [{ from, to, template, channel, shop }, change] = useSearchState(parameters)
  const period = periodOf(from, to, today)
  const input = { fromDay: period.from, toDay: period.to, couponId: template, channel, shop }
  const { data, error, refetch } = useRead(overviewFigures, { ...input, groupBy: 'day' }, { keepsFormer: true })
  const periods = usualPeriods(today)
  const names = ['week', 'month', 'quarter', 'thisMonth', 'lastMonth'] as const
  const chosen = names.find((name) => periods[name].from === period.from && periods[name].to === period.to)
  return (
    <Page title={t.title} act={data?.asOf !== undefined && <span className="yq-soft">{t.asOf(data.asOf)}</span>}>
      {may('audit') && <AlarmsPanel />}
      <Flex wrap gap={8}>
        <Segmented
          aria-label={t.period}
          value={chosen ?? ''}
          options={names.map((name) => ({ value: name, label: t[name] }))}
          onChange={(name) => {
            const usual = names.find((one) => one === name)
            if (usual !== undefined) change(periods[usual])
          }}
        />
        <Filters
          className="yq-overview-filters"
          chosen={[
            chosen === undefined && chosenDays(t.period, period, () => change(periods.month)),
            template !== undefined && {
              name: t.template,
              text: <TemplateName couponId={template} />,
              clear: () => change({ template: undefined }),
            },
            chosenChannel(t.channel, channel, () => change({ channel: undefined })),
            chosenShop(t.shop, shop, () => change({ shop: undefined })),
          ]}
        >
          <FilterDays names={[t.from, t.to]} value={period} change={change} />
          <FilterTemplate
            name={t.template}
            value={template}
            width={120}
            change={(next) => change({ template: next })}
          />
          <FilterChannel name={t.channel} value={channel} width={100} change={(next) => change({ channel: next })} />
          <FilterShop name={t.shop} value={shop} change={(next) => change({ shop: next })} />
        </Filters>
      </Flex>
      {(error !== null || data === undefined) && <NotRead error={error} refetch={refetch} />}
      {data?.missingThroughEvent !== undefined && <p className="yq-soft">{t.missing(data.missingThroughEvent)}</p>}
      {data !== undefined && (
        <>
          <FigureTiles overview={data} period={period} isOfShop={shop !== undefined} />
          <div className="yq-overview-main">
            <DailyChart rows={data.rows} period={period} isOfShop={shop !== undefined} />
            <Flex vertical gap={12}>
              <FunnelCard totals={data.totals} />
              <OutstandingCard outstanding={data.outstanding} expiring={data.expiring} />
            </Flex>
          </div>
          <GroupChart asked={input} period={period} />
          <div className="yq-overview-ranks">
            <RanksCard asked={input} />
            <ShopsCard asked={input} period={period} />
            <DelayChart totals={data.totals} />
            {/* Refused calls have no template, channel or shop to be filtered by. */}
            {[template, channel, shop].every((filter) => filter === undefined) && <RefusalsCard period={period} />}
          </div>
        </>
      )}
    </Page>
  )
}
