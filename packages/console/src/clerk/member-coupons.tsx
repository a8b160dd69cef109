import type { evaluateBasket } from '@yaoquan/api'
import type { ReactNode } from 'react'
import { fenOf, moneyText, plainMoney } from '../design/money.ts'
import { defineTexts, useLanguage, useTexts } from '../language/texts.ts'
import type { ResultOf } from '../server/call-method.ts'
import { Amounts } from './answer.tsx'
import './coupons.css'

const texts = defineTexts({
  none: { zh: '没有查到未使用的券', en: 'No unused coupons found' },
  noneHelp: {
    zh: '核对号码；新会员可以先在小程序登记、领券。',
    en: 'Check the number. New members can register and claim in the mini program.',
  },
  best: { zh: '最省的用法', en: 'What saves most' },
  usable: { zh: (count: number) => `本店现在可用 ${count} 张`, en: (count) => `${count} usable here now` },
  unusable: { zh: (count: number) => `现在不能在本店用 ${count} 张`, en: (count) => `${count} not usable here now` },
  more: { zh: '只看了最早发放的 200 张', en: 'Only the 200 that were issued first were looked at' },
  use: { zh: '去核销', en: 'Redeem' },
  off: { zh: (off: string) => `抵 ¥${off}`, en: (off) => `¥${off} off` },
  short: { zh: (missing: string) => `还差 ¥${missing}`, en: (missing) => `¥${missing} short` },
  from: { zh: (least: string) => `满 ¥${least} 可用`, en: (least) => `from ¥${least}` },
  other: { zh: '可用', en: 'usable' },
  redeemOne: {
    zh: (name: string, worth: string) => `核销 ${name}，${worth}`,
    en: (name, worth) => `Redeem ${name}, ${worth}`,
  },
})

/** Reasons in the way that the amount or the other coupons of the order can change. */
const ofTheOrder: readonly (string | undefined)[] = [
  ...['SHORT', 'WORSE', 'NO_EFFECT', 'GROUP', 'ALONE', 'MAX_PER_ORDER', undefined],
]

const reasonWords = defineTexts({
  NOT_STARTED: { zh: '未到使用时间', en: 'not valid yet' },
  EXPIRED: { zh: '已过期', en: 'expired' },
  HELD_BY: { zh: '被另一单占用', en: 'held by another order' },
  SHOP: { zh: '不能在本店用', en: 'not in this shop' },
  CHANNEL: { zh: '只限其他渠道', en: 'other channels only' },
  WINDOW: { zh: '不在可用时段', en: 'not at this hour' },
  MEMBER_DAY: { zh: '只限会员日', en: 'member days only' },
  LEVEL: { zh: '会员等级不符', en: 'other levels only' },
  NO_SCOPE: { zh: '只用于部分商品', en: 'some goods only' },
  other: { zh: '现在不能用', en: 'not usable now' },
})

type Basket = ResultOf<typeof evaluateBasket>
type Verdict = Basket['coupons'][number]

type Props = Readonly<{
  /** Name of the member; undefined until it is known. */
  name: string | undefined
  basket: Basket
  /** Whether an amount was given. */
  isPriced: boolean
  redeem: (codes: readonly string[]) => void
}>

/** The best set, then each coupon with what it takes off; those in whose way something else is come last, folded. */
export function MemberCoupons({ name, basket, isPriced, redeem }: Props): ReactNode {
  const t = useTexts(texts)
  const { language } = useLanguage()
  const { coupons, best, moreCoupons } = basket
  if (coupons.length === 0) {
    return (
      <output className="ck-answer ck-answer-soft">
        <strong>{t.none}</strong>
        <span>{t.noneHelp}</span>
      </output>
    )
  }
  const rows = rowsOf(coupons)
  const usable = rows.filter(({ one }) => ofTheOrder.includes(one.reasonCode))
  const others = rows.filter(({ one }) => !ofTheOrder.includes(one.reasonCode))
  const bestCodes = best?.couponCodes ?? []
  return (
    <section className="ck-member">
      {name !== undefined && <h2>{name}</h2>}
      {isPriced && best !== undefined && bestCodes.length > 0 && (
        <div className="ck-answer ck-answer-good">
          <span>{t.best}</span>
          <Amounts off={best.offAmount} pay={best.payAmount} />
          <span>{setText(bestCodes.map((code) => nameOf(coupons, code)))}</span>
          <button type="button" className="ck-go" onClick={() => redeem(bestCodes)}>
            {t.use}
          </button>
        </div>
      )}
      <h3>{t.usable(countOf(usable))}</h3>
      <ul className="ck-coupons">
        {usable.map(({ one, count }) => (
          <li key={one.couponCode}>
            <button
              type="button"
              aria-label={t.redeemOne(namedTimes(one.couponName ?? one.couponCode, count), worthOf(one))}
              disabled={isPriced && !one.usable}
              onClick={() => redeem([one.couponCode])}
            >
              <span>{namedTimes(one.couponName ?? one.couponCode, count)}</span>
              <strong className={isPriced && one.usable ? 'ck-good' : 'ck-soft'}>{worthOf(one)}</strong>
            </button>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <details>
          <summary>{t.unusable(countOf(others))}</summary>
          <ul className="ck-coupons">
            {others.map(({ one, count }) => (
              <li key={one.couponCode}>
                <span>{namedTimes(one.couponName ?? one.couponCode, count)}</span>
                <span className="ck-soft">{whyNot(one)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {moreCoupons === true && <p className="ck-soft">{t.more}</p>}
    </section>
  )

  function worthOf({ usable: isUsable, offAmount, missingAmount }: Verdict): string {
    if (missingAmount !== undefined) return (isPriced ? t.short : t.from)(plainMoney(missingAmount))
    return isPriced && isUsable && Number(offAmount) > 0 ? t.off(moneyText(offAmount)) : t.other
  }

  function whyNot({ reasonCode = '' }: Verdict): string {
    const known = Object.hasOwn(reasonWords, reasonCode) ? (reasonCode as keyof typeof reasonWords) : 'other'
    return reasonWords[known][language]
  }
}

/** Coupons that are alike, and how many there are. */
type Row = Readonly<{ one: Verdict; count: number }>

/** A member may have many of a kind: what takes most comes first, and of each kind the one that was issued first. */
function rowsOf(coupons: readonly Verdict[]): readonly Row[] {
  const kinds = Map.groupBy(coupons, ({ couponName, couponCode, usable, reasonCode, missingAmount, offAmount }) => {
    // Some of several equal coupons are in the best set; the others would add less.
    const reason = reasonCode === 'WORSE' ? undefined : reasonCode
    return JSON.stringify([couponName ?? couponCode, usable, reason, missingAmount, offAmount])
  })
  const rows = [...kinds.values()].flatMap((alike): readonly Row[] => {
    const [one] = alike
    return one === undefined ? [] : [{ one, count: alike.length }]
  })
  return rows.toSorted((left, right) => fenOf(right.one.offAmount) - fenOf(left.one.offAmount))
}

function countOf(rows: readonly Row[]): number {
  return rows.reduce((sum, { count }) => sum + count, 0)
}

function nameOf(coupons: readonly Verdict[], code: string): string {
  return coupons.find(({ couponCode }) => couponCode === code)?.couponName ?? code
}

/** `满199减99 ×2 + 10元现金券` */
function setText(names: readonly string[]): string {
  return [...Map.groupBy(names, (name) => name)].map(([name, { length }]) => namedTimes(name, length)).join(' + ')
}

function namedTimes(name: string, count: number): string {
  return count === 1 ? name : `${name} ×${count}`
}
