import { text } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { alreadyDone, outRequestNo, resultOf } from '../methods/write-fields.ts'
import { consoleErrors } from './console-errors.ts'

/** Makes the number of an order for an operator who redeems without a receipt. */
export const numberOrder = defineMethod({
  name: 'yaoquan.console.order.number',
  title: { zh: '系统编订单号', en: 'Number an order' },
  description: {
    zh: '由门店、日期与连锁内递增的序号组成，不重复；同一请求号得到同一订单号',
    en: 'Shop, day and a rising number of the seller, never twice. The same request number gets the same order number',
  },
  ...writes(category.console),
  request: {
    outRequestNo: outRequestNo('ORDER-20261124-0001'),
    shop: text('shop', '01', '门店', 'Shop', { required: true, maxLength: 32 }),
  },
  ...resultOf('NumberOrderResult', {
    alreadyDone,
    orderId: text('order_id', '01-20261124-000123', '订单号', 'Order number'),
  }),
  errorCodes: [businessErrors.shopUnknown, businessErrors.idempotentConflict, consoleErrors.orderNumbersOff],
})
