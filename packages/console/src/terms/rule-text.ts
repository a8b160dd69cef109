import { plainMoney } from '../design/money.ts'
import { defineTexts, type Language, textsIn } from '../language/texts.ts'

/** What a coupon is worth, as template, terms and coupon have it. Coupons issued elsewhere have no kind. */
export type Worth = Readonly<{
  kind?: string | undefined
  couponAmount?: string | undefined
  orderAmount?: string | undefined
  stepMax?: number | undefined
  discountPercent?: number | undefined
  discountCap?: string | undefined
  gift?: string | undefined
}>

const texts = defineTexts({
  over: { zh: (least: string) => `满${least}`, en: (least) => `over ¥${least}: ` },
  off: { zh: (amount: string) => `减${amount}`, en: (amount) => `¥${amount} off` },
  cash: { zh: (amount: string) => `${amount}元现金券`, en: (amount) => `¥${amount} off` },
  each: { zh: (least: string) => `每满${least}`, en: (least) => `for each ¥${least}: ` },
  times: { zh: (count: number) => `，最多${count}次`, en: (count) => `, ${count} times at most` },
  percent: { zh: (percent: number) => `${fold(percent)}折`, en: (percent) => `${100 - percent} % off` },
  percentOver: { zh: (percent: number) => `打${fold(percent)}折`, en: (percent) => `${100 - percent} % off` },
  cap: { zh: (amount: string) => `，最多减${amount}`, en: (amount) => `, ¥${amount} at most` },
  gift: { zh: (gift: string) => `赠${gift}`, en: (gift) => `gift: ${gift}` },
  aGift: { zh: '赠品', en: 'gift' },
})

/** 85 is 8.5折, 80 is 8折. */
function fold(percent: number): string {
  return String(percent / 10)
}

/** The rule of a coupon in a few words: 满199减99. @returns an empty text where nothing is known */
export function ruleText(worth: Worth, language: Language): string {
  const t = textsIn(texts, language)
  const { couponAmount, orderAmount, stepMax, discountPercent, discountCap, gift } = worth
  const amount = plainMoney(couponAmount ?? '0')
  const least = orderAmount === undefined || Number(orderAmount) === 0 ? undefined : plainMoney(orderAmount)
  const over = least === undefined ? '' : t.over(least)
  switch (worth.kind) {
    case 'step':
      return t.each(least ?? '0') + t.off(amount) + (stepMax === undefined ? '' : t.times(stepMax))
    case 'discount': {
      const percent = least === undefined ? t.percent : t.percentOver
      return over + percent(discountPercent ?? 100) + (discountCap === undefined ? '' : t.cap(plainMoney(discountCap)))
    }
    case 'gift':
      return over + (gift === undefined ? t.aGift : t.gift(gift))
    default:
      if (couponAmount === undefined) return ''
      return least === undefined ? t.cash(amount) : over + t.off(amount)
  }
}
