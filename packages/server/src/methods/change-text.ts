import type { Change } from './past-changes.ts'

type Texts = Readonly<{ zh: string; en: string }>

/** A change in words. @param change undefined where no single one helps */
export function changeText(change: Pick<Change, 'code' | 'facts'> | undefined): Texts {
  if (change === undefined) return { zh: '没有单独一项改动可使其可用', en: 'no single change makes it usable' }
  const { at, shop, channel, memberLevel, amount, couponCode, orderId, endDate, count } = change.facts
  switch (change.code) {
    case 'MOMENT':
      return { zh: `${at} 可用`, en: `usable at ${at}` }
    case 'SHOP':
      return { zh: `在门店 ${shop} 可用`, en: `usable in shop ${shop}` }
    case 'CHANNEL':
      return { zh: `渠道为 ${channel} 时可用`, en: `usable in channel ${channel}` }
    case 'LEVEL':
      return { zh: `会员等级为 ${memberLevel} 时可用`, en: `usable by members of level ${memberLevel}` }
    case 'AMOUNT':
      return {
        zh: `适用商品再加 ${amount} 元即可用`,
        en: `usable with CNY ${amount} more of goods that it applies to`,
      }
    case 'WITHOUT_COUPON':
      return { zh: `不用优惠券 ${couponCode} 即可用`, en: `usable without coupon ${couponCode}` }
    case 'OTHER_ORDER':
      return { zh: '换一单单独使用即可', en: 'usable alone on another order' }
    case 'RELEASE_HOLD':
      return { zh: `释放订单 ${orderId} 的占用后可用`, en: `usable once order ${orderId} releases it` }
    case 'EXTEND':
      return { zh: `失效日期延长至 ${endDate} 后可用`, en: `usable once its last day is ${endDate}` }
    case 'COUNT':
      return { zh: `只领 ${count} 张即可`, en: `possible for ${count} of them` }
    case 'NEW_QUOTE':
      return { zh: '重新试算后可用', en: 'usable with a new quote' }
  }
}
