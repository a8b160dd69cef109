import { plainMoney } from '../design/money.ts'
import { defineTexts, type Language, textsIn } from '../language/texts.ts'
import type { NameOf } from '../names/code-text.ts'

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
  from: {
    zh: (offer: string, least: string) => `满${least}${offer}`,
    en: (offer, least) => `${offer} from ¥${least}`,
  },
  each: {
    zh: (offer: string, least: string) => `每满${least}${offer}`,
    en: (offer, least) => `${offer} per ¥${least}`,
  },
  off: { zh: (amount: string) => `减${amount}`, en: (amount) => `¥${amount} off` },
  cash: { zh: (amount: string) => `${amount}元现金券`, en: (amount) => `¥${amount} off` },
  times: { zh: (count: number) => `，最多${count}次`, en: (count) => `, at most ${count} times` },
  percent: { zh: (percent: number) => `${fold(percent)}折`, en: (percent) => `${100 - percent}% off` },
  percentFrom: { zh: (percent: number) => `打${fold(percent)}折`, en: (percent) => `${100 - percent}% off` },
  cap: { zh: (amount: string) => `，最多减${amount}`, en: (amount) => `, at most ¥${amount}` },
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
  const from = (offer: string) => (least === undefined ? offer : t.from(offer, least))
  switch (worth.kind) {
    case 'step':
      return t.each(t.off(amount), least ?? '0') + (stepMax === undefined ? '' : t.times(stepMax))
    case 'discount': {
      const percent = least === undefined ? t.percent : t.percentFrom
      return from(percent(discountPercent ?? 100)) + (discountCap === undefined ? '' : t.cap(plainMoney(discountCap)))
    }
    case 'gift':
      return from(gift === undefined ? t.aGift : t.gift(gift))
    default:
      if (couponAmount === undefined) return ''
      return least === undefined ? t.cash(amount) : from(t.off(amount))
  }
}

const placesTexts = defineTexts({
  places: { zh: (list: string) => `可用门店：${list}`, en: (list) => `Valid in: ${list}` },
  more: { zh: (list: string, count: number) => `${list} 等 ${count} 处`, en: (list, count) => `${list} … (${count})` },
})

/** Shops that a card has room for. */
const mostNamed = 3

/** Shops of a coupon for members: names without codes. @param shop comma list; absent: everywhere, which needs no text */
export function placesText(shop: string | undefined, language: Language, nameOf: NameOf): string | undefined {
  if (shop === undefined) return undefined
  const t = textsIn(placesTexts, language)
  const names = shop.split(',').map((code) => nameOf(code.trim()) ?? code.trim().replace(/^@/, ''))
  const shown = names.slice(0, mostNamed).join(language === 'zh' ? '、' : ', ')
  return t.places(names.length > mostNamed ? t.more(shown, names.length) : shown)
}
