import type { ReasonCode } from '@yaoquan/basket'
import type { Finding, FindingKind } from '#domain/findings/finding'
import type { UseRefusal } from '#domain/lifecycle/use-coupons'
import { formatPrice, formatSigned } from '#domain/money'

type Sentence = Readonly<{ zh: string; en: string }>

/** What is wrong, in a sentence. */
export function findingText(finding: Finding): Sentence {
  return sentences[finding.kind](finding)
}

/** What a kind means, without the facts of one finding. */
export const kindNames: Readonly<Record<FindingKind, Sentence>> = {
  NAMED_NOT_REDEEMED: { zh: '订单用券未核销', en: 'named by an order, never redeemed' },
  REDEEMED_FOR_OTHER_ORDER: { zh: '券被另一订单使用', en: 'used by another order' },
  REDEEMED_NO_ORDER: { zh: '核销无订单', en: 'redemption without an order' },
  REDEEMED_NOT_NAMED: { zh: '订单未列出所核销的券', en: 'redemption that its order does not name' },
  USED_ON_CLOSED_ORDER: { zh: '订单已关闭，券仍为已用', en: 'used on a closed order' },
  SUM_DIFFERS: { zh: '优惠合计不符', en: 'sums differ' },
  SPLIT_DIFFERS: { zh: '优惠分摊不符', en: 'splits differ' },
  RETURN_NO_ORDER: { zh: '退券无订单', en: 'return without an order' },
  RETURNED_STILL_NAMED: { zh: '券已退回，订单仍在使用', en: 'returned, but still named by its order' },
  DOUBLE_USE_REFUSED: { zh: '重复用券，已拒绝', en: 'double use, refused' },
  OFFLINE_CONFLICT: { zh: '离线核销冲突', en: 'offline redemption of a used coupon' },
  OFFLINE_NOT_VALID: { zh: '离线核销了当时不可用的券', en: 'offline redemption of a coupon that was not valid' },
  OFFLINE_UNKNOWN_COUPON: { zh: '离线核销了不存在的券', en: 'offline redemption of an unknown coupon' },
  UNKNOWN_SHOP: { zh: '门店未登记', en: 'shop that is not registered' },
}

const sentences: Readonly<Record<FindingKind, (finding: Finding) => Sentence>> = {
  NAMED_NOT_REDEEMED: ({ orderId, couponCode, problem }) => ({
    zh: `订单 ${orderId} 使用了券 ${couponCode}，但该券未核销${problem === undefined ? '' : `（${problemText(problem).zh}）`}`,
    en: `order ${orderId} names coupon ${couponCode}, which was not redeemed${problem === undefined ? '' : ` (${problemText(problem).en})`}`,
  }),
  REDEEMED_FOR_OTHER_ORDER: ({ orderId, couponCode, otherOrderId }) => ({
    zh: `订单 ${orderId} 使用了券 ${couponCode}，但该券已核销于订单 ${otherOrderId}`,
    en: `order ${orderId} names coupon ${couponCode}, which order ${otherOrderId} uses`,
  }),
  REDEEMED_NO_ORDER: ({ orderId, couponCode }) => ({
    zh: `券 ${couponCode} 核销于订单 ${orderId}，但该订单从未同步`,
    en: `coupon ${couponCode} was redeemed for order ${orderId}, which was never synced`,
  }),
  REDEEMED_NOT_NAMED: ({ orderId, couponCode }) => ({
    zh: `券 ${couponCode} 核销于订单 ${orderId}，但该订单没有列出此券`,
    en: `coupon ${couponCode} was redeemed for order ${orderId}, which does not name it`,
  }),
  USED_ON_CLOSED_ORDER: ({ orderId, couponCode }) => ({
    zh: `订单 ${orderId} 已关闭或全额退款，但券 ${couponCode} 仍为已用`,
    en: `order ${orderId} is closed or refunded, but coupon ${couponCode} is still used for it`,
  }),
  // An order may cost more than its lines.
  SUM_DIFFERS: ({ orderId, offFen = 0, orderOffFen = 0 }) => ({
    zh: `订单 ${orderId} 少收 ${formatSigned(orderOffFen)} 元，而其券抵扣 ${formatPrice(offFen)} 元`,
    en: `order ${orderId} was reduced by ${formatSigned(orderOffFen)} yuan, but its coupons took ${formatPrice(offFen)}`,
  }),
  SPLIT_DIFFERS: ({ orderId, offFen = 0 }) => ({
    zh: `订单 ${orderId} 的优惠合计 ${formatPrice(offFen)} 元相符，但各行的分摊不同`,
    en: `the ${formatPrice(offFen)} yuan off order ${orderId} add up, but lie on other lines`,
  }),
  RETURN_NO_ORDER: ({ orderId, couponCode }) => ({
    zh: `券 ${couponCode} 从订单 ${orderId} 退回，但该订单从未同步`,
    en: `coupon ${couponCode} came back from order ${orderId}, which was never synced`,
  }),
  RETURNED_STILL_NAMED: ({ orderId, couponCode }) => ({
    zh: `券 ${couponCode} 已从订单 ${orderId} 退回，但该订单仍在使用此券`,
    en: `coupon ${couponCode} came back from order ${orderId}, which still counts it as used`,
  }),
  DOUBLE_USE_REFUSED: ({ orderId, couponCode, otherOrderId }) => ({
    zh: `订单 ${orderId} 试图核销已由订单 ${otherOrderId} 使用的券 ${couponCode}，已拒绝`,
    en: `order ${orderId} tried to redeem coupon ${couponCode}, which order ${otherOrderId} used already; it was refused`,
  }),
  OFFLINE_CONFLICT: ({ orderId, couponCode, otherOrderId }) => ({
    zh: `订单 ${orderId} 离线核销了券 ${couponCode}，但该券由${otherOrderId === undefined ? '另一订单' : `订单 ${otherOrderId} `}使用`,
    en: `order ${orderId} redeemed coupon ${couponCode} offline, which ${otherOrderId === undefined ? 'another order' : `order ${otherOrderId}`} used`,
  }),
  OFFLINE_NOT_VALID: ({ orderId, couponCode, problem = 'not-usable' }) => ({
    zh: `订单 ${orderId} 离线核销了当时不可用的券 ${couponCode}（${problemText(problem).zh}）`,
    en: `order ${orderId} redeemed coupon ${couponCode} offline, which was not valid (${problemText(problem).en})`,
  }),
  OFFLINE_UNKNOWN_COUPON: ({ orderId, couponCode }) => ({
    zh: `订单 ${orderId} 离线核销了不存在的券 ${couponCode}`,
    en: `order ${orderId} redeemed coupon ${couponCode} offline, which does not exist`,
  }),
  UNKNOWN_SHOP: ({ orderId, couponCode, shop }) =>
    couponCode === undefined
      ? {
          zh: `订单 ${orderId} 的门店 ${shop} 不在门店名单中`,
          en: `order ${orderId} is of shop ${shop}, which is not in the list of shops`,
        }
      : {
          zh: `券 ${couponCode} 核销于订单 ${orderId}，但门店 ${shop} 不在门店名单中`,
          en: `coupon ${couponCode} was redeemed for order ${orderId} in shop ${shop}, which is not in the list of shops`,
        },
}

/** Why a coupon was not used, in words. @param problem what is kept of the refusal; one without words stays as it is */
function problemText(problem: string): Sentence {
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
