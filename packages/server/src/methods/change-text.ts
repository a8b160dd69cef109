type Texts = Readonly<{ zh: string; en: string }>

/** What a change says besides its code, by the names of the answer. */
export type ChangeFacts = Readonly<{
  at?: string
  shop?: string
  channel?: string
  memberLevel?: string
  amount?: string
  couponCode?: string
  orderId?: string
  endDate?: string
  count?: number
}>

/** Each change in words. */
const texts = {
  MOMENT: ({ at }) => ({ zh: `${at} 可用`, en: `usable at ${at}` }),
  SHOP: ({ shop }) => ({ zh: `在门店 ${shop} 可用`, en: `usable in shop ${shop}` }),
  CHANNEL: ({ channel }) => ({ zh: `渠道为 ${channel} 时可用`, en: `usable in channel ${channel}` }),
  LEVEL: ({ memberLevel }) => ({
    zh: `会员等级为 ${memberLevel} 时可用`,
    en: `usable by members of level ${memberLevel}`,
  }),
  AMOUNT: ({ amount }) => ({
    zh: `适用商品再加 ${amount} 元即可用`,
    en: `usable with CNY ${amount} more of goods that it applies to`,
  }),
  WITHOUT_COUPON: ({ couponCode }) => ({
    zh: `不用优惠券 ${couponCode} 即可用`,
    en: `usable without coupon ${couponCode}`,
  }),
  OTHER_ORDER: () => ({ zh: '换一单单独使用即可', en: 'usable alone on another order' }),
  RELEASE_HOLD: ({ orderId }) => ({
    zh: `释放订单 ${orderId} 的占用后可用`,
    en: `usable once order ${orderId} releases it`,
  }),
  EXTEND: ({ endDate }) => ({
    zh: `失效日期延长至 ${endDate} 后可用`,
    en: `usable once its last day is ${endDate}`,
  }),
  COUNT: ({ count }) => ({ zh: `只领 ${count} 张即可`, en: `possible for ${count} of them` }),
  NEW_QUOTE: () => ({ zh: '重新试算后可用', en: 'usable with a new quote' }),
  /** No single change helps. */
  NONE: () => ({ zh: '没有单独一项改动可使其可用', en: 'no single change makes it usable' }),
} as const satisfies Readonly<Record<string, (facts: ChangeFacts) => Texts>>

export type ChangeCode = Exclude<keyof typeof texts, 'NONE'>

/** A change as answers show it. */
export type ShownChange = ChangeFacts & Readonly<{ changeCode: ChangeCode | 'NONE'; change: string; changeEn: string }>

/** A change with its words. @param code `NONE` where no single one helps */
export function shownChange(code: ChangeCode | 'NONE', facts: ChangeFacts = {}): ShownChange {
  const { zh, en } = texts[code](facts)
  return { changeCode: code, change: zh, changeEn: en, ...facts }
}
