import { dailyFigures, eventKinds, type RequestOf } from '@yaoquan/api'
import { Flex, Segmented } from 'antd'
import { type ReactNode, useCallback } from 'react'
import { CardState } from '../charts/card-state.tsx'
import { Chart, type ChartColours, categoryAxis, valueAxis } from '../charts/chart.tsx'
import { ChartCard } from '../charts/chart-card.tsx'
import { useTheme } from '../design/chosen-theme.ts'
import { moneyText, yuanOf } from '../design/money.ts'
import { seriesColours } from '../design/tokens.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import { codeText } from '../names/code-text.ts'
import { useShops } from '../names/use-names.ts'
import { choiceParameter, useSearchState } from '../navigation/search-state.ts'
import { useRead } from '../session/use-server.ts'
import { daysOf, lastDaysOf, maxDailyDays, type Period } from './period.ts'
import { type Layer, type Measure, stackDays } from './stack-days.ts'
import { useTemplateNames } from './use-template-names.ts'
import './group-chart.css'

const texts = defineTexts({
  coupon_id: { zh: '每天各模板占多少？', en: 'What part does each template have, by day?' },
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
  none: { zh: '（未填）', en: '(none)' },
  rest: { zh: '未单独统计', en: 'not counted separately' },
  others: { zh: '其他', en: 'Others' },
  empty: { zh: '这段时间没有数据。', en: 'Nothing in this period.' },
  lastDays: { zh: '只画最后 100 天', en: 'the last 100 days' },
})

const maxGroups = 7

const parameters = {
  by: choiceParameter(['coupon_id', 'channel', 'shop']),
  measure: choiceParameter(['redeemed', 'off', 'issued']),
} as const

type GroupChartProps = Readonly<{
  period: Period
  filter: Pick<RequestOf<typeof dailyFigures>, 'couponId' | 'channel' | 'shop'>
}>

/** The days of the largest templates, channels or shops, stacked, with all others on top. */
export function GroupChart({ period, filter }: GroupChartProps): ReactNode {
  const t = useTexts(texts)
  const [{ by, measure: chosen }, change] = useSearchState(parameters)
  // Coupons are issued in no shop.
  const measure = by === 'shop' && chosen === 'issued' ? 'redeemed' : chosen
  const shown = lastDaysOf(period, maxDailyDays)
  const read = useRead(
    dailyFigures,
    { ...filter, fromDay: shown.from, toDay: shown.to, groupBy: by, limit: maxGroups },
    { keepsFormer: true },
  )
  const { data } = read
  const shops = useShops()
  const templateNames = useTemplateNames(by === 'coupon_id' ? (data?.rows ?? []).flatMap(({ name }) => name ?? []) : [])
  const nameOf = (name: string | undefined) => {
    if (name === undefined) return t.others
    if (name === '') return t.none
    if (name === '*') return t.rest
    return by === 'shop' ? codeText(name, shops.nameOf) : (templateNames.get(name) ?? name)
  }
  const days = daysOf(shown)
  const layers = data === undefined ? [] : stackDays(data, days, measure)
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
              { value: 'coupon_id', label: t.byTemplate },
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
        columns: [t.day, ...layers.map(({ name }) => nameOf(name))],
        rows: days.map((day, place) => [
          day,
          ...layers.map(({ values }) => (measure === 'off' ? yuanOf(values[place] ?? 0) : (values[place] ?? 0))),
        ]),
      }}
    >
      <CardState read={read} empty={layers.length === 0 ? t.empty : undefined} />
      {layers.length > 0 && (
        <Stack
          days={days}
          measure={measure}
          title={t[by]}
          layers={layers.map((one) => ({ ...one, name: nameOf(one.name), isOthers: one.name === undefined }))}
        />
      )}
    </ChartCard>
  )
}

type NamedLayer = Layer & Readonly<{ name: string; isOthers: boolean }>

type StackProps = Readonly<{ days: readonly string[]; layers: readonly NamedLayer[]; measure: Measure; title: string }>

/** The layers from the ground up, and beside them their names in the same order, so that no legend is to be matched. */
function Stack({ days, layers, measure, title }: StackProps): ReactNode {
  const { theme } = useTheme()
  const isMoney = measure === 'off'
  const palette = seriesColours[theme]
  const colourOf = ({ isOthers }: NamedLayer, place: number) => palette.at(isOthers ? -1 : place) ?? ''
  const key = JSON.stringify({ days, layers, isMoney, colours: layers.map(colourOf) })
  // The layers are new objects on every render; their content decides whether the chart is drawn anew.
  const option = useCallback(
    (colours: ChartColours) => {
      const drawn: Readonly<{ days: string[]; layers: NamedLayer[]; isMoney: boolean; colours: string[] }> =
        JSON.parse(key)
      return {
        grid: { left: 8, right: 16, top: 12, bottom: 4, containLabel: true },
        xAxis: {
          ...categoryAxis(
            drawn.days.map((day) => day.slice(5)),
            colours,
          ),
          boundaryGap: false,
        },
        yAxis: valueAxis(colours),
        series: drawn.layers.map(({ name, values }, place) => ({
          type: 'line',
          stack: 'all',
          name,
          showSymbol: false,
          color: drawn.colours[place],
          data: drawn.isMoney ? values.map((fen) => fen / 100) : values,
          lineStyle: { width: 1 },
          areaStyle: { opacity: 0.75 },
        })),
      }
    },
    [key],
  )
  return (
    <div className="yq-stack">
      <Chart description={title} height={260} option={option} />
      <ol reversed className="yq-plain-list">
        {layers
          .map((layer, place) => ({ ...layer, colour: colourOf(layer, place) }))
          .map(({ name, sum, colour }) => (
            <li key={name}>
              <span className="yq-stack-colour" style={{ background: colour }} />
              <span className="yq-stack-name" title={name}>
                {name}
              </span>
              <span className="yq-number">{isMoney ? moneyText(yuanOf(sum)) : sum}</span>
            </li>
          ))
          .toReversed()}
      </ol>
    </div>
  )
}
