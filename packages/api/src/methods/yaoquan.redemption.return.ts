import { list, text, texts } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { maxLines } from './basket-fields.ts'
import { businessErrors } from './business-errors.ts'
import { couponsOfReturn, returnedLines, unitsOfLines } from './redemption-fields.ts'
import { refusalFacts } from './refusal-facts.ts'
import { alreadyDone, dryRun, outRequestNo, resultOf, triedOnly, warnings } from './write-fields.ts'

const { orderId, field, rule, lineNo, askedQuantity, leftQuantity, giftCode } = refusalFacts

/**
 * Takes goods of an order back: answers the refund by line and what became of its coupons. Any sequence of returns refunds exactly what
 * was paid.
 */
export const returnRedemption = defineMethod({
  name: 'yaoquan.redemption.return',
  title: { zh: '退货与退券', en: 'Return goods and coupons' },
  description: {
    zh: '按行退货，或整单退回：返回每行退款与每张券的结果；多次退货的退款之和等于实付。redemption_id 与 order_id 传其一',
    en: 'Returns units of lines, or all of an order: answers the refund of each line and what became of each coupon. The refunds of all returns sum to what was paid. Send redemption_id or order_id',
  },
  ...writes(category.coupons),
  examples: { couponCode: 'SAMPLE-GOODS', orderId: 'SO-GOODS' },
  rules: [{ kind: 'exactlyOne', of: [['orderId'], ['redemptionId']] }],
  request: {
    outRequestNo: outRequestNo('RETURN-20261124-0002'),
    redemptionId: text(
      'redemption_id',
      '4F7Q2M9KX3TRW8CE',
      '核销号；不传 lines 时只退这一张券，订单上没有其他券时商品一并退回',
      'Redemption id; without lines only its coupon is returned, and the goods with it if the order has no other coupon',
      { maxLength: 32 },
    ),
    orderId: text('order_id', 'SO-1001', '订单号', 'Order number', { maxLength: 64 }),
    lines: list(
      'lines',
      unitsOfLines,
      '退货的行与数量，JSON数组；不传为全部未退的商品与赠品',
      'Lines and quantities that come back, a JSON array; absent: everything that is left, gifts as well',
      { minItems: 1, maxItems: maxLines },
    ),
    giftsBack: list(
      'gifts_back',
      texts('333ccc', 64),
      '随本次退回赠品的赠品券code，逗号分隔',
      'Codes of gift coupons whose gifts are handed in, comma-separated',
      { maxItems: 20 },
    ),
    reason: text('reason', '顾客退货', '原因', 'Reason', { required: true, maxLength: 256 }),
    dryRun,
  },
  sampleOmits: ['redemptionId', 'giftsBack', 'dryRun'],
  ...resultOf(
    'ReturnRedemptionResult',
    {
      alreadyDone,
      orderId,
      field,
      rule,
      lineNo,
      askedQuantity,
      leftQuantity,
      giftCode,
      dryRun: triedOnly,
      refundAmount: text(
        'refund_amount',
        '74.50',
        '本次应退会员的金额（不含医保支付），元；不知道实付时不返回',
        'Refund of this return to the member, without the part of insurance, in yuan; absent if it is not known what was paid',
      ),
      refundedAmount: text(
        'refunded_amount',
        '74.50',
        '该订单至今共退，元',
        'Refunds of the order so far, with this one, in yuan',
      ),
      heldBackAmount: text(
        'held_back_amount',
        '9.90',
        '因未退回的赠品扣下的金额，元；没有时不返回',
        'What is held back for gifts that are kept, in yuan; absent if nothing is',
      ),
      returnedLines,
      coupons: couponsOfReturn,
      warnings,
    },
    ['result.heldBackAmount'],
  ),
  errorCodes: [
    businessErrors.redemptionNotFound,
    businessErrors.linesNotKnown,
    businessErrors.redeemedByOrderSync,
    businessErrors.lineNotSold,
    businessErrors.returnExceedsLeft,
    businessErrors.giftNotSold,
    businessErrors.idempotentConflict,
  ],
})
