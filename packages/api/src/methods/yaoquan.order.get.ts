import { object, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { orderDetailFields } from './shop-order.ts'
import { resultOf } from './write-fields.ts'

export const getOrder = defineMethod({
  name: 'yaoquan.order.get',
  title: { zh: '查询订单详情', en: 'Get an order' },
  description: {
    zh: '查询一个已同步的订单：明细、各优惠券的结果，以及 ERP 所传的原文',
    en: 'Returns an order that was synced: lines, what became of its coupons, and the text that the ERP sent',
  },
  ...reads(category.orders),
  examples: { orderId: 'SO-GET' },
  request: { orderId: text('order_id', 'SO-1001', '订单号', 'Order number', { required: true, maxLength: 64 }) },
  ...resultOf(
    'GetOrderResult',
    {
      order: object('order', { typeName: 'ShopOrder', fields: orderDetailFields }, '订单', 'The order'),
    },
    ['result.order.coupons.errorCode', 'result.order.coupons.reconciles'],
  ),
  errorCodes: [businessErrors.orderNotFound],
})
