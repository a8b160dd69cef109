import { listOf, objects, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { cursor, limit, nextCursor } from './cursor-fields.ts'
import { listedOrderFields } from './shop-order.ts'
import { resultOf } from './write-fields.ts'

const day = (wire: string, zh: string, en: string) => text(wire, '2026-11-24', zh, en, { maxLength: 10 })

export const searchOrders = defineMethod({
  name: 'yaoquan.order.search',
  title: { zh: '搜索订单', en: 'Search orders' },
  description: {
    zh: '按会员与下单日期搜索已同步的订单，按下单日期排列，按游标翻页；多个条件需同时满足',
    en: 'Searches synced orders by member and day of the order, in order of their days, with cursor paging; an order must match all filters',
  },
  ...reads(category.orders),
  examples: { orderId: 'SO-SEARCH', phone: '13800200022', cardNo: '700000022' },
  request: {
    phone: text('phone', '18612255668', '会员手机号', "Member's phone number", { maxLength: 64 }),
    cardNo: text('card_no', '1231321111', '会员卡号', "Member's card number", { maxLength: 64 }),
    createdFrom: day('created_from', '下单日期起', 'Day of the order from'),
    createdTo: day('created_to', '下单日期止（含）', 'Day of the order to, inclusive'),
    cursor,
    limit: limit(200),
  },
  sampleOmits: ['cursor', 'createdFrom', 'createdTo'],
  ...resultOf(
    'SearchOrdersResult',
    {
      orders: listOf(
        'orders',
        objects('listed_order', 'ListedOrder', listedOrderFields),
        '订单，按下单日期',
        'Orders by day',
      ),
      nextCursor,
    },
    ['result.orders.coupons.errorCode', 'result.orders.coupons.reconciles'],
  ),
  errorCodes: [businessErrors.invalidCursor],
})
