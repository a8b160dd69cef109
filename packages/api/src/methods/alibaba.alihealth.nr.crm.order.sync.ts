import { boolean, listOf, object, objects, text } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { orderFields } from './order-fields.ts'
import { syncedCouponFields } from './shop-order.ts'
import { outcomeFields } from './write-fields.ts'

const result = {
  typeName: 'OrderSyncResult',
  fields: {
    ...outcomeFields,
    orderId: text('order_id', 'SO-1001', '订单号', 'Order number'),
    outcome: text(
      'outcome',
      'created',
      '结果: created 新增, updated 更新, outdated 早于已有版本, unchanged 此版本已处理过',
      'Outcome: created, updated, outdated (older than what is stored) or unchanged (this version was processed before)',
      { oneOf: ['created', 'updated', 'outdated', 'unchanged'] },
    ),
    coupons: listOf(
      'coupons',
      objects('synced_coupon', 'SyncedCoupon', syncedCouponFields),
      '各优惠券的结果',
      'What happened to each coupon',
    ),
    success: boolean('success', true, '订单是否已保存', 'Whether the order is stored', { required: true }),
  },
} as const

/**
 * Creates or updates an order (apiId 40553). Names, types, flags, examples and descriptions up to `bar_code` are those of
 * the public page; the answer and further fields are inferred.
 */
export const syncOrder = defineMethod({
  name: 'alibaba.alihealth.nr.crm.order.sync',
  title: { zh: 'ERP调用CRM - 同步订单', en: 'ERP calls CRM: sync an order' },
  description: {
    zh: '新增或更新订单，二者使用同一个接口。订单中的优惠券在同一事务内核销一次，更新时去掉的券、关闭或全额退款的订单按退券规则退回。金额单位为分。官方页面只公布到 bar_code，标注“推断”的字段与响应为推断',
    en: 'Creates or updates an order. It uses the coupons that it names once, in the same transaction, and gives back those that an update drops or that belong to a closed or fully refunded order, by their policy. Amounts are in fen. The public page ends at bar_code: fields marked as inferred, and the answer, are not on it',
  },
  ...writes(category.aliHealth),
  isOncePerContent: true,
  keepsUnknown: true,
  rules: [{ kind: 'atLeastOne', of: [['order.orderId'], ['order.outOrderId']] }],
  request: {
    order: object('order', { typeName: 'Order', fields: orderFields }, '订单', 'The order', {
      required: true,
      keepsText: true,
    }),
  },
  sampleOmits: ['outOrderId', 'gmtModified', 'storeId', 'buyAmount', 'otherBarCode'],
  response: { result: object('result', result, '结果（推断）', 'Result (inferred)', { required: true }) },
  answerOmits: [
    'result.errorCode',
    'result.errorMessage',
    'result.coupons.errorCode',
    'result.coupons.errorMessage',
    'result.coupons.reconciles',
  ],
  errorCodes: [
    businessErrors.orderIdMissing,
    businessErrors.tooManyCoupons,
    businessErrors.couponNotFound,
    businessErrors.couponAlreadyUsed,
    businessErrors.couponExpired,
    businessErrors.couponNotStarted,
    businessErrors.couponVoid,
    businessErrors.couponHeld,
    businessErrors.shopNotAllowed,
    businessErrors.categoryNotAllowed,
    businessErrors.orderAmountTooLow,
    businessErrors.notStackable,
    businessErrors.orderCovered,
    businessErrors.timeNotAllowed,
    businessErrors.goodsExcluded,
    businessErrors.tooManyOnOrder,
    businessErrors.returnNotAllowed,
  ],
})
