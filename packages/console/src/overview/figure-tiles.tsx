import type { overviewFigures } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { Sparkline } from '../charts/sparkline.tsx'
import { countText, moneyText } from '../design/money.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import type { ResultOf } from '../server/call-method.ts'
import { type Compared, changeWords } from './change-words.ts'
import { daysOf, type Period } from './period.ts'

type Overview = ResultOf<typeof overviewFigures>

/** Sums of a period. */
export type Figures = Overview['totals']

const texts = defineTexts({
  issued: { zh: '发放（张）', en: 'Issued' },
  claimed: { zh: '其中领取（张）', en: 'Of them claimed' },
  redeemed: { zh: '核销（次）', en: 'Redeemed' },
  rate: { zh: '核销率', en: 'Redemption rate' },
  rateNote: { zh: '按发放日计，刚发的还会用', en: 'by day of issue; recent ones will still be used' },
  off: { zh: '抵扣（元）', en: 'Taken off (¥)' },
  orders: { zh: '用券订单金额（元）', en: 'Orders with coupons (¥)' },
  averageOff: { zh: '平均抵扣（元，已知金额）', en: 'Average off, where known (¥)' },
  returned: { zh: '退回（次）', en: 'Returned' },
  expired: { zh: '过期（张）', en: 'Expired' },
  voided: { zh: '作废（张）', en: 'Voided' },
  none: { zh: '—', en: '—' },
  before: { zh: (value: string) => `上期 ${value}`, en: (value) => `before: ${value}` },
  trend: {
    zh: (name: string, most: string) => `${name}，按天，最多一天 ${most}`,
    en: (name, most) => `${name} by day, ${most} on the highest`,
  },
})

type Figure = Readonly<{
  name: 'issued' | 'claimed' | 'redeemed' | 'rate' | 'off' | 'orders' | 'averageOff' | 'returned' | 'expired' | 'voided'
  of: (figures: Figures) => number | undefined
  text: (value: number) => string
  better?: 'more' | 'less'
  in?: 'points'
}>

const amountText = (value: number) => moneyText(value.toFixed(2))
const percentText = (value: number) => `${value.toFixed(1)}%`
const numberOf = (text: string | undefined) => (text === undefined ? undefined : Number(text))

const issued: Figure = { name: 'issued', of: (sums) => sums.issued, text: countText }
const claimed: Figure = { name: 'claimed', of: (sums) => sums.claimed, text: countText }
const redeemed: Figure = { name: 'redeemed', of: (sums) => sums.redeemed, text: countText, better: 'more' }
const rate: Figure = { name: 'rate', of: (sums) => numberOf(sums.redemptionRate), text: percentText, in: 'points' }
const off: Figure = { name: 'off', of: (sums) => Number(sums.offAmount), text: amountText }
const orders: Figure = { name: 'orders', of: (sums) => Number(sums.orderAmount), text: amountText, better: 'more' }
const averageOff: Figure = { name: 'averageOff', of: (sums) => numberOf(sums.averageOff), text: amountText }
const returned: Figure = { name: 'returned', of: (sums) => sums.returned, text: countText, better: 'less' }
const expired: Figure = { name: 'expired', of: (sums) => sums.expired, text: countText, better: 'less' }
const voided: Figure = { name: 'voided', of: (sums) => sums.voided, text: countText }

const ofSeller = {
  leading: [redeemed, off, rate, issued],
  others: [orders, averageOff, claimed, returned, expired, voided],
}
/** In a shop coupons are used but not issued. */
const ofShop = { leading: [redeemed, off, orders, averageOff], others: [returned] }

type FigureTilesProps = Readonly<{
  overview: Pick<Overview, 'totals' | 'compared' | 'rows'>
  period: Period
  isOfShop?: boolean
}>

/** Four leading figures with their days and their change against the period before, and the others small. */
export function FigureTiles({ overview, period, isOfShop = false }: FigureTilesProps): ReactNode {
  const { leading, others } = isOfShop ? ofShop : ofSeller
  return (
    <>
      <div className="yq-tiles">
        {leading.map((figure) => (
          <LeadingFigure key={figure.name} figure={figure} overview={overview} period={period} />
        ))}
      </div>
      <dl className="yq-card yq-figures">
        {others.map((figure) => (
          <SmallFigure key={figure.name} figure={figure} overview={overview} />
        ))}
      </dl>
    </>
  )
}

type FigureProps = Readonly<{ figure: Figure; overview: FigureTilesProps['overview'] }>

function LeadingFigure({ figure, overview, period }: FigureProps & Readonly<{ period: Period }>): ReactNode {
  const t = useTexts(texts)
  const byDay = new Map(overview.rows.map((row) => [row.name, row]))
  const values = daysOf(period).map((day) => {
    const sums = byDay.get(day)
    return (sums && figure.of(sums)) ?? 0
  })
  const name = t[figure.name]
  return (
    <dl className="yq-card yq-tile">
      <dt>{name}</dt>
      <dd className="yq-tile-value">{valueText(figure, overview.totals) ?? t.none}</dd>
      <dd className="yq-tile-change">
        <ChangeWords figure={figure} overview={overview} />
        {figure === rate && <span className="yq-change">{t.rateNote}</span>}
      </dd>
      {values.length > 1 && (
        <dd>
          <Sparkline values={values} description={t.trend(name, figure.text(Math.max(...values)))} isWide />
        </dd>
      )}
    </dl>
  )
}

function SmallFigure({ figure, overview }: FigureProps): ReactNode {
  const t = useTexts(texts)
  return (
    <div className="yq-figure">
      <dt>{t[figure.name]}</dt>
      <dd>
        <strong className="yq-number">{valueText(figure, overview.totals) ?? t.none}</strong>
        <ChangeWords figure={figure} overview={overview} />
      </dd>
    </div>
  )
}

function ChangeWords({ figure, overview: { totals, compared } }: FigureProps): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { of, better, in: unit = 'percent' } = figure
  const input: Compared = { now: of(totals), former: of(compared), in: unit, ...(better && { better }) }
  const { words, verdict } = changeWords(input, language)
  const former = valueText(figure, compared)
  return (
    <span
      className={verdict === undefined ? 'yq-change' : `yq-change yq-change-${verdict}`}
      title={former && t.before(former)}
    >
      {words}
    </span>
  )
}

function valueText({ of, text }: Figure, figures: Figures): string | undefined {
  const value = of(figures)
  return value === undefined ? undefined : text(value)
}
