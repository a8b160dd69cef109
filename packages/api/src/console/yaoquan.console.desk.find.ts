import { list, object, objects, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { memberFields } from '../methods/member-fields.ts'
import { resultOf } from '../methods/write-fields.ts'

const named = (wire: string, example: string, zh: string, en: string) => text(wire, example, zh, en, { maxLength: 64 })

export const findAtDesk = defineMethod({
  name: 'yaoquan.console.desk.find',
  title: { zh: '服务台查找', en: 'Find at the desk' },
  description: {
    zh: '一次查找一个文本可能指的会员、券、订单与核销；都没有时才按手机号查会员',
    en: 'Looks up the member, coupon, order and redemption that a text may name; only where there is none, members of the phone',
  },
  ...reads(category.console),
  request: {
    memberId: text('member_id', 'M1024', '会员id', 'Member id', { maxLength: 20 }),
    phone: named('phone', '021-12345678', '手机号', 'Phone'),
    cardNo: named('card_no', '700000018', '会员卡号', 'Card number'),
    couponCode: named('coupon_code', '111aaa', '优惠券code', 'Coupon code'),
    orderId: named('order_id', 'SO-1001', '订单号', 'Order number'),
    redemptionId: text('redemption_id', '4F7Q2M9KX3TRW8CE', '核销号', 'Redemption id', { maxLength: 32 }),
  },
  ...resultOf('FindAtDeskResult', {
    members: list('members', objects('member', 'Member', memberFields), '会员', 'Members'),
    coupon: object(
      'coupon',
      {
        typeName: 'FoundCoupon',
        fields: {
          couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code', { required: true }),
          couponName: text('coupon_name', '满199减99', '优惠券名称', 'Coupon name'),
        },
      },
      '优惠券',
      'The coupon',
    ),
    redemptions: list(
      'redemptions',
      objects('found_redemption', 'FoundRedemption', {
        redemptionId: text('redemption_id', '4F7Q2M9KX3TRW8CE', '核销号', 'Redemption id', { required: true }),
        orderId: text('order_id', 'SO-1001', '订单号', 'Order number', { required: true }),
        couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code', { required: true }),
        couponName: text('coupon_name', '满199减99', '优惠券名称', 'Coupon name'),
      }),
      '核销，或订单的核销，最多20次',
      'The redemption, or up to 20 of the order',
    ),
    order: object(
      'order',
      {
        typeName: 'FoundOrder',
        fields: {
          orderId: text('order_id', 'SO-1001', '订单号', 'Order number', { required: true }),
          payAmount: text('pay_amount', '126.50', '实付（元）', 'Paid (yuan)', { required: true }),
          createTime: text('create_time', '2026-11-24 10:00:00', '下单时间', 'Time of the order (GMT+8)', {
            required: true,
          }),
        },
      },
      '没有用券的订单',
      'An order without redemptions',
    ),
  }),
  errorCodes: [],
})
