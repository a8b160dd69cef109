import type { ReasonCode } from '@yaoquan/basket'
import type { UseRefusal } from '#domain/lifecycle/use-coupons'

type Sentence = Readonly<{ zh: string; en: string }>

/** Why a coupon was not used, in words. @param problem what is kept of the refusal; one without words stays as it is */
export function problemText(problem: string): Sentence {
  const words: Readonly<Record<string, Sentence>> = problemWords
  return Object.hasOwn(words, problem) ? (words[problem] ?? { zh: problem, en: problem }) : { zh: problem, en: problem }
}

const problemWords: Readonly<Record<ReasonCode | UseRefusal['kind'], Sentence>> = {
  NOT_STARTED: { zh: '未到使用时间', en: 'its first day had not come' },
  EXPIRED: { zh: '已过期', en: 'it was expired' },
  USED_BY: { zh: '已被使用', en: 'it was used' },
  HELD_BY: { zh: '被另一订单占用', en: 'another order held it' },
  VOID: { zh: '已作废', en: 'it was void' },
  SHOP: { zh: '不在可用门店内', en: 'not for that shop' },
  CHANNEL: { zh: '不在可用渠道内', en: 'not for that channel' },
  WINDOW: { zh: '不在可用时段内', en: 'not for that time' },
  MEMBER_DAY: { zh: '仅会员日可用', en: 'for member days only' },
  LEVEL: { zh: '会员等级或标签不符', en: 'not for that member' },
  NO_SCOPE: { zh: '没有适用商品', en: 'no goods that it applies to' },
  SHORT: { zh: '未达到使用门槛', en: 'below its minimum' },
  EXCLUDED_RX: { zh: '处方药或非处方药不参与', en: 'those drugs are excluded' },
  EXCLUDED_INSURED: { zh: '医保支付部分不参与', en: 'what insurance pays is excluded' },
  EXCLUDED_SPECIAL: { zh: '特价或近效期商品不参与', en: 'goods on special offer are excluded' },
  NO_EFFECT: { zh: '已无可抵金额', en: 'nothing was left to reduce' },
  GROUP: { zh: '同组的券每单限一张', en: 'one of its group on an order' },
  ALONE: { zh: '不能与其他券同用', en: 'not beside other coupons' },
  MAX_PER_ORDER: { zh: '超过每单最多张数', en: 'too many on the order' },
  WORSE: { zh: '不在最优组合中', en: 'not in the best combination' },
  'not-usable': { zh: '不可用', en: 'not usable' },
  'coupon-not-found': { zh: '券不存在', en: 'no such coupon' },
  'coupon-not-claimed': { zh: '券尚未领取', en: 'it was not claimed' },
  'redeemed-too-early': { zh: '核销时间早于发放或与另一次使用重叠', en: 'before its issue, or during another use' },
  'redeemed-at-not-allowed': { zh: '不能指定核销时间', en: 'the time of the use may not be given' },
  'redemption-not-found': { zh: '核销不存在', en: 'no such redemption' },
  'return-not-allowed': { zh: '该券不可退回', en: 'it does not come back' },
  'quote-stale': { zh: '试算结果已失效', en: 'its quote was out of date' },
  'quote-without-coupons': { zh: '试算结果中没有券', en: 'its quote had no coupons' },
}
