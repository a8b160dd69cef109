import type { RawCoupon } from '#domain/coupon/coupon-draft'
import { addDays, type DateText } from '#domain/dates'

/** A coupon or template of every test seller: its state, and what to try with it. */
export type Fixture = Readonly<{ code: string; kind: 'coupon' | 'template' | 'member'; zh: string; en: string }>

/** The member with coupons, and one without. */
export const memberPhone = '18612255668'
export const newMemberPhone = '13900000000'

/** Coupons in the state in which they were issued; the others reach theirs by the steps of `test-app.ts`. */
export function fixtureCoupons(today: DateText): readonly RawCoupon[] {
  const [begins, ends] = [addDays(today, -30), addDays(today, 60)]
  const usable = (couponCode: string, more: Partial<RawCoupon> = {}): RawCoupon => ({
    ...base,
    startDate: begins,
    endDate: ends,
    couponCode,
    ...more,
  })
  return [
    usable('UNUSED-1', { attribute: '{"firstName":"Bill","lastName":"Gates"}', shop: '01,02', category: '1001,10012' }),
    usable('UNUSED-2', { channel: 'app' }),
    usable('UNUSED-3', { channel: 'wechat', couponAmount: '9.9', orderAmount: '39', couponName: '满39减9.9' }),
    usable('USED-1'),
    usable('HELD-1'),
    usable('VOID-1'),
    usable('EXPIRED-1', { startDate: addDays(today, -60), endDate: addDays(today, -1) }),
    usable('LASTDAY-1', { endDate: today }),
    usable('FUTURE-1', { startDate: addDays(today, 1) }),
    usable('NOPHONE-1', { phone: undefined, cardNo: undefined }),
  ]
}

const base: Omit<RawCoupon, 'couponCode'> = {
  couponId: '11',
  couponName: '满199减99',
  couponAmount: '99',
  orderAmount: '199',
  channel: 'erp',
  phone: memberPhone,
  cardNo: '1231321111',
  description: '全场通用',
}

/** Coupons and templates of every test seller, in the order in which the page lists them. */
export const fixtures: readonly Fixture[] = [
  ...ofKind('coupon', [
    ['UNUSED-1', '未使用，可占用、核销、作废；带 attribute、shop、category', 'Unused: hold, redeem or void it'],
    ['UNUSED-2', '未使用，渠道 app', 'Unused, channel app'],
    ['UNUSED-3', '未使用，渠道 wechat，金额带小数', 'Unused, channel wechat, a fraction of a yuan'],
    ['USED-1', '已被订单 SO-1000 核销；再核销会得知赢家', 'Used by order SO-1000: redeeming it again names the winner'],
    [
      'HELD-1',
      '被订单 SO-2000 占用24小时；只有该订单可核销',
      'Held by order SO-2000 for a day: only that order may redeem it',
    ],
    ['VOID-1', '已作废', 'Void'],
    ['EXPIRED-1', '昨天过期', 'Expired yesterday'],
    [
      'LASTDAY-1',
      '今天最后一天，可用到23:59:59；把时钟拨到明天看它过期',
      'Its last day is today: move the clock to see it expire',
    ],
    ['FUTURE-1', '明天起可用', 'Usable from tomorrow'],
    ['NOPHONE-1', '没有手机号和会员卡', 'Without phone and card'],
  ]),
  ...ofKind('template', [
    ['T-STOCK', '模板，库存100，每人限领2张', 'Template: stock of 100, two a member'],
    ['T-SOLDOUT', '模板，库存已领完', 'Template, sold out'],
    ['T-CLOSED', '模板，已关闭', 'Template, closed'],
  ]),
  ...ofKind('member', [
    [memberPhone, '有10张券的会员手机号', 'Phone of a member with 10 coupons'],
    [newMemberPhone, '没有券的会员手机号：查询为空', 'Phone of a member without coupons: an empty result'],
  ]),
]

function ofKind(kind: Fixture['kind'], rows: readonly (readonly [code: string, zh: string, en: string])[]): Fixture[] {
  return rows.map(([code, zh, en]) => ({ code, kind, zh, en }))
}
