import { countOf, list, objects, text, texts } from '../language/fields.ts'

/** Coupons that an operator selected in a list. */
export const chosenCoupons = list(
  'coupon_codes',
  texts('111aaa', 64),
  '优惠券code，逗号分隔',
  'Coupon codes, comma-separated',
  {
    required: true,
    minItems: 1,
    maxItems: 200,
  },
)

export const holdReason = text('reason', '顾客到店自提', '原因', 'Reason', { maxLength: 256 })

/** What became of selected coupons. */
export const outcomesOfChosen = {
  changedCount: countOf('changed_count', '已处理张数', 'Coupons that changed', 1),
  unchangedCount: countOf('unchanged_count', '无须处理的张数', 'Coupons that stay as they are'),
  refusedCount: countOf('refused_count', '被拒绝的张数', 'Coupons that were refused'),
  refusals: list(
    'refusals',
    objects('refusal_count', 'RefusalCount', {
      subCode: text('sub_code', 'COUPON_ALREADY_USED', '原因的错误码', 'Error code of the reason', { required: true }),
      count: countOf('count', '张数', 'Coupons', 1),
    }),
    '被拒绝的张数，按原因',
    'Refused coupons by reason',
  ),
} as const
