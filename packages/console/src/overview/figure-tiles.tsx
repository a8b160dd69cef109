import type { overviewFigures } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { moneyText } from '../design/money.ts'
import { defineTexts, useTexts } from '../language/texts.ts'
import type { ResultOf } from '../server/call-method.ts'
import { changePercent } from './period.ts'

/** Sums of a period. */
export type Figures = ResultOf<typeof overviewFigures>['totals']

const texts = defineTexts({
  issued: { zh: '发放（张）', en: 'Issued' },
  claimed: { zh: '其中领取（张）', en: 'Of them claimed' },
  redeemed: { zh: '核销（次）', en: 'Redeemed' },
  rate: { zh: '核销率', en: 'Redemption rate' },
  off: { zh: '抵扣（元）', en: 'Taken off (¥)' },
  orders: { zh: '用券订单金额（元）', en: 'Orders with coupons (¥)' },
  averageOff: { zh: '平均抵扣（元，已知金额）', en: 'Average off, where known (¥)' },
  returned: { zh: '退回（次）', en: 'Returned' },
  expired: { zh: '过期（张）', en: 'Expired' },
  voided: { zh: '作废（张）', en: 'Voided' },
  none: { zh: '—', en: '—' },
  before: { zh: (value: string) => `上期 ${value}`, en: (value) => `before: ${value}` },
})

type Tile = Readonly<{
  name: string
  now: number | undefined
  former: number | undefined
  text: (value: number) => string
}>

const countText = (value: number) => moneyText(String(value)).slice(0, -3)
const amountText = (value: number) => moneyText(value.toFixed(2))
const percentText = (value: number) => `${value.toFixed(1)} %`
const numberOf = (text: string | undefined) => (text === undefined ? undefined : Number(text))

type FigureTilesProps = Readonly<{
  now: Figures
  former: Figures
  /** Whether they are of one shop, in which coupons are used but not issued. */
  isOfShop?: boolean
}>

/** The figures of the period, each with its change against the period before. */
export function FigureTiles({ now, former, isOfShop = false }: FigureTilesProps): ReactNode {
  const t = useTexts(texts)
  const counted = (name: 'issued' | 'claimed' | 'redeemed' | 'returned' | 'expired' | 'voided'): Tile => {
    return { name: t[name], now: now[name], former: former[name], text: countText }
  }
  const [rate, formerRate] = [numberOf(now.redemptionRate), numberOf(former.redemptionRate)]
  const ofIssues = (...some: readonly Tile[]) => (isOfShop ? [] : some)
  const tiles: readonly Tile[] = [
    ...ofIssues(counted('issued'), counted('claimed')),
    counted('redeemed'),
    ...ofIssues({ name: t.rate, now: rate, former: formerRate, text: percentText }),
    { name: t.orders, now: Number(now.orderAmount), former: Number(former.orderAmount), text: amountText },
    { name: t.off, now: Number(now.offAmount), former: Number(former.offAmount), text: amountText },
    { name: t.averageOff, now: numberOf(now.averageOff), former: numberOf(former.averageOff), text: amountText },
    counted('returned'),
    ...ofIssues(counted('expired'), counted('voided')),
  ]
  return (
    <div className="yq-tiles">
      {tiles.map((tile) => (
        <dl key={tile.name} className="yq-card yq-tile">
          <dt>{tile.name}</dt>
          <dd className="yq-tile-value">{tile.now === undefined ? t.none : tile.text(tile.now)}</dd>
          <dd className="yq-tile-change">
            {changeText(tile)}
            {t.before(tile.former === undefined ? t.none : tile.text(tile.former))}
          </dd>
        </dl>
      ))}
    </div>
  )
}

function changeText({ now, former }: Tile): string {
  const change = now === undefined || former === undefined ? undefined : changePercent(now, former)
  if (change === undefined) return ''
  const arrow = change > 0 ? '↑' : change < 0 ? '↓' : '='
  return `${arrow} ${Math.abs(change).toFixed(1)} % · `
}
