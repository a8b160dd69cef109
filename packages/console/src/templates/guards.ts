import { fenOf } from '../design/money.ts'
import { defineTexts, type Language, textsIn } from '../language/texts.ts'
import type { Template } from './use-templates.ts'

const texts = defineTexts({
  noThreshold: {
    zh: (amount: string) => `没有门槛：任何金额的订单都能减 ${amount} 元。`,
    en: (amount) => `No minimum: every order gets ¥${amount} off, however small.`,
  },
  free: {
    zh: (amount: string) => `减的不少于门槛：订单刚到门槛时会变成 0 元（减 ${amount} 元）。`,
    en: (amount) => `It takes off as much as the minimum: such an order costs nothing (¥${amount} off).`,
  },
  noCap: {
    zh: '折扣没有封顶：一笔大额订单会减去很多。',
    en: 'The discount has no cap: a large order gets a large amount off.',
  },
  unlimited: {
    zh: '没有库存上限，也没有每人限领：可以无限领取。',
    en: 'Neither stock nor claims per member are limited: it can be claimed without end.',
  },
  stacks: {
    zh: '可与其他券叠加，且没有叠加组：同一订单可能减去多张券。',
    en: 'It combines with any other coupon: several may be taken off one order.',
  },
  past: { zh: (day: string) => `最后可用日 ${day} 已经过去。`, en: (day) => `Its last valid day, ${day}, is over.` },
})

/** What an operator should think about before publishing, in sentences. None of it keeps a template from being saved. */
export function guardsOf(template: Partial<Template>, language: Language, today: string): readonly string[] {
  const t = textsIn(texts, language)
  const { kind, couponAmount = '0', orderAmount = '0', discountCap, endDate } = template
  const [offFen, leastFen] = [fenOf(couponAmount), fenOf(orderAmount)]
  const takesAmount = kind === 'full_reduction' || kind === 'cash' || kind === 'step'
  return [
    takesAmount && offFen > 0 && leastFen === 0 ? t.noThreshold(couponAmount) : '',
    takesAmount && leastFen > 0 && offFen >= leastFen ? t.free(couponAmount) : '',
    kind === 'discount' && discountCap === undefined ? t.noCap : '',
    [template.stockTotal, template.memberTotal, template.memberPerDay].every((limit) => limit === undefined)
      ? t.unlimited
      : '',
    template.stackable !== false && template.stackGroup === undefined ? t.stacks : '',
    endDate !== undefined && endDate < today ? t.past(endDate) : '',
  ].filter((guard) => guard !== '')
}
