import type { RawCoupon } from '#domain/coupon/coupon-draft'
import { addDays } from '#domain/dates'

const memberCount = 30
const couponsPerMember = 8

/** Template id, name, amount, minimum of the order, description, categories. */
const kinds = [
  ['11', '满199减99', '99', '199', '全场通用', '1001,10012'],
  ['12', '满59减10', '10', '59', '非处方药可用', '1002'],
  ['13', '维生素满99减25', '25', '99', '维生素与矿物质可用', '2001,2002'],
  ['14', '家用器械满299减50', '50', '299', '血压计、血糖仪可用', '3001'],
  ['15', '新会员9.9元券', '9.9', '39', '首次到店可用', ''],
] as const

/** 240 coupons of 30 members, the same for the same day. The first is 111aaa of the method's page, expired in 2018. */
export function demoCoupons(today: string): readonly RawCoupon[] {
  return Array.from({ length: memberCount * couponsPerMember }, (_, index) =>
    index === 0 ? pageCoupon : madeUpCoupon(index, today),
  )
}

const pageCoupon: RawCoupon = {
  status: '0',
  startDate: '2018-11-11',
  phone: '18612255668',
  orderAmount: '199',
  endDate: '2018-11-11',
  description: '全场通用',
  couponName: '满199减99',
  couponId: '11',
  couponCode: '111aaa',
  couponAmount: '99',
  channel: 'erp',
  cardNo: '1231321111',
  billDate: '2018-11-11',
  attribute: '{ "firstName":"Bill" , "lastName":"Gates" }',
  shop: '01,02',
  category: '1001,10012',
}

const channels = ['erp', 'erp', 'erp', '线下门店', 'wechat'] as const

/** Every fifth was used, every eleventh voided, and some have expired. */
function madeUpCoupon(index: number, today: string): RawCoupon {
  const member = Math.floor(index / couponsPerMember)
  const [couponId, couponName, couponAmount, orderAmount, description, category] = pick(kinds, index)
  const issued = addDays(today, -((index * 7) % 90))
  return {
    couponId,
    couponName,
    couponAmount,
    orderAmount,
    description,
    category,
    status: index % 11 === 5 ? '3' : index % 5 === 3 ? '1' : '0',
    startDate: issued,
    endDate: addDays(issued, 60),
    billDate: issued,
    phone: member === 0 ? '18612255668' : `139000${String(10_000 + member)}`,
    cardNo: member === 0 ? '1231321111' : `8600${String(1_000 + member)}`,
    couponCode: `YQ${String(100_000 + index)}`,
    channel: pick(channels, index),
    shop: index % 3 === 0 ? '01,02' : '',
  }
}

function pick<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length]
  if (item === undefined) throw new Error('pick from an empty list')
  return item
}
