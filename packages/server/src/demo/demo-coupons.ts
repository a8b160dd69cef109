import type { RawCoupon } from '#domain/coupon/coupon-draft'
import { addDays } from '#domain/dates'

const memberCount = 30
const couponsPerMember = 8

type Kind = Readonly<{ id: string; name: string; amount: string; from: string; description: string; category: string }>

const kinds: readonly Kind[] = [
  { id: '11', name: '满199减99', amount: '99', from: '199', description: '全场通用', category: '1001,10012' },
  { id: '12', name: '满59减10', amount: '10', from: '59', description: '非处方药可用', category: '1002' },
  {
    id: '13',
    name: '维生素满99减25',
    amount: '25',
    from: '99',
    description: '维生素与矿物质可用',
    category: '2001,2002',
  },
  {
    id: '14',
    name: '家用器械满299减50',
    amount: '50',
    from: '299',
    description: '血压计、血糖仪可用',
    category: '3001',
  },
  { id: '15', name: '新会员9.9元券', amount: '9.9', from: '39', description: '首次到店可用', category: '' },
]

/**
 * 240 made-up coupons of 30 members, the same for the same day. The first is coupon 111aaa of the method's page, with the page's
 * dates: it expired in 2018.
 * @param today GMT+8, `YYYY-MM-DD`
 */
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
  const kind = pick(kinds, index)
  const issued = addDays(today, -((index * 7) % 90))
  const status = index % 11 === 5 ? '3' : index % 5 === 3 ? '1' : '0'
  return {
    status,
    startDate: issued,
    phone: member === 0 ? '18612255668' : `139000${String(10_000 + member)}`,
    orderAmount: kind.from,
    endDate: addDays(issued, 60),
    description: kind.description,
    couponName: kind.name,
    couponId: kind.id,
    couponCode: `YQ${String(100_000 + index)}`,
    couponAmount: kind.amount,
    channel: pick(channels, index),
    cardNo: member === 0 ? '1231321111' : `8600${String(1_000 + member)}`,
    billDate: issued,
    shop: index % 3 === 0 ? '01,02' : '',
    category: kind.category,
  }
}

function pick<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length]
  if (item === undefined) throw new Error('pick from an empty list')
  return item
}
