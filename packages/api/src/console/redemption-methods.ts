import { list, text, texts } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { alreadyDone, outRequestNo, resultOf } from '../methods/write-fields.ts'
import { consoleErrors } from './console-errors.ts'

/** Takes back what the operator redeemed by mistake within the last minute: ordinary returns with the reason 误操作. */
export const undoRedemption = defineMethod({
  name: 'yaoquan.console.redemption.undo',
  title: { zh: '撤销核销', en: 'Undo a redemption' },
  description: {
    zh: '一分钟内撤销本人的核销，逐张退回，原因记为“误操作”',
    en: 'Undoes redemptions of the same operator within a minute: returns each coupon with the reason 误操作',
  },
  ...writes(category.console),
  request: {
    outRequestNo: outRequestNo('UNDO-20261124-0001'),
    redemptionIds: list(
      'redemption_ids',
      texts('4F7Q2M9KX3TRW8CE', 32),
      '同一次核销的核销号，逗号分隔',
      'Redemption ids of one redemption, comma-separated',
      { required: true, minItems: 1, maxItems: 20 },
    ),
  },
  ...resultOf('UndoRedemptionResult', { alreadyDone }),
  errorCodes: [
    businessErrors.redemptionNotFound,
    businessErrors.returnNotAllowed,
    businessErrors.idempotentConflict,
    consoleErrors.undoNotAllowed,
  ],
})

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
