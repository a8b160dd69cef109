import type { ReactNode } from 'react'
import { plainMoney } from '../design/money.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import { ruleText, type Worth } from './rule-text.ts'
import './voucher.css'

const texts = defineTexts({
  unnamed: { zh: '（名称）', en: '(name)' },
  gift: { zh: '赠', en: 'Gift' },
  fold: { zh: (percent: number) => `${percent / 10}折`, en: (percent) => `${100 - percent}%` },
})

type VoucherProps = Readonly<{
  worth: Worth
  /** Empty while a template has none yet. */
  name: string
  validity: ReactNode
  /** Shops, if not all. */
  places?: string | undefined
  description?: string | undefined
}>

/** A coupon as a member sees it. */
export function Voucher({ worth, name, validity, places, description }: VoucherProps): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const rule = ruleText(worth, language)
  return (
    <div className="yq-voucher">
      <div className="yq-voucher-worth">
        <strong>{shownWorth(worth, t)}</strong>
      </div>
      <div className="yq-voucher-text">
        <strong title={name}>{name === '' ? t.unnamed : name}</strong>
        {rule !== name && <span>{rule}</span>}
        <div className="yq-soft">{validity}</div>
        {places !== undefined && <div className="yq-soft">{places}</div>}
        {description !== undefined && <div className="yq-soft">{description}</div>}
      </div>
    </div>
  )
}

type Words = Readonly<{ gift: string; fold: (percent: number) => string }>

function shownWorth({ kind, couponAmount = '0', discountPercent = 100 }: Worth, { gift, fold }: Words): string {
  if (kind === 'gift') return gift
  return kind === 'discount' ? fold(discountPercent) : `¥${plainMoney(couponAmount)}`
}
