import type { Finding, FindingKind } from '#domain/findings/finding'
import { formatPrice, formatSigned } from '#domain/money'
import { problemText } from './problem-text.ts'

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
