import { boolean, list, listOf, object, objects, text, texts } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { basketLines, combinationFields, maxLines } from './basket-fields.ts'
import { businessErrors } from './business-errors.ts'
import { refusalFacts } from './refusal-facts.ts'
import { resultOf } from './write-fields.ts'

const { mergedInto, field, rule } = refusalFacts

const verdictFields = {
  couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code', { required: true }),
  couponId: text('coupon_id', '11', '优惠券模板id', 'Template id'),
  couponName: text('coupon_name', '满199减50', '优惠券名称', 'Name of the coupon'),
  usable: boolean('usable', true, '能否用于本购物篮', 'Whether it is usable on the basket', { required: true }),
  reasonCode: text(
    'reason_code',
    'SHORT',
    '不可用、或可用但不在最优组合中的原因码；在最优组合中时不返回',
    'Code of the reason why it is not usable, or usable but not in the best combination; absent if it is in it',
  ),
  reason: text('reason', '适用商品 80.00 元，还差 20.00 元', '原因', 'The reason, in Chinese'),
  missingAmount: text('missing_amount', '20.00', '还差多少达到门槛，元', 'What is missing to its threshold, in yuan'),
  offAmount: text(
    'off_amount',
    '50.00',
    '在最优组合中的抵扣；可用但不在其中时为单独使用的抵扣；元',
    'What it takes off in the best combination, or alone if it is usable but not in it, in yuan',
    { required: true },
  ),
} as const

const combination = { typeName: 'CouponCombination', fields: combinationFields } as const

/** Answers which coupons fit a basket, which of them together save most, and the split over the lines. Writes nothing. */
export const evaluateBasket = defineMethod({
  name: 'yaoquan.basket.evaluate',
  title: { zh: '购物篮用券试算', en: 'Evaluate a basket' },
  description: {
    zh: '结账前试算：会员的哪些券可用、不可用的原因与还差金额、最省的组合及各行分摊；返回的 quote_id 可在核销时直接使用。传 member_id 或 phone、card_no（会员的未使用券；phone 与 card_no 同传时为任一单独查到的券）或 coupon_codes 之一类',
    en: 'Before payment: which coupons of a member are usable, why others are not and what is missing, the combination that saves most and its split over the lines. Redeem with the returned quote_id. Send member_id, or phone and/or card_no (the unused coupons of the member; of both together, what either alone finds), or coupon_codes',
  },
  ...reads(category.baskets),
  examples: {
    phone: '13800200011',
    cardNo: '700000011',
    couponCode: 'SAMPLE-EVALUATE',
    couponCodes: 'SAMPLE-EVALUATE',
    orderId: 'SO-EVALUATE',
  },
  rules: [{ kind: 'atLeastOne', of: [['phone'], ['cardNo'], ['couponCodes'], ['memberId']] }],
  request: {
    orderId: text(
      'order_id',
      'SO-1001',
      '订单号；它占用的券按可用计，此前核销的券一并计算',
      'Order number; coupons that it holds count as usable, and those that it used count with what they took',
      {
        maxLength: 64,
      },
    ),
    memberId: text(
      'member_id',
      'M1024',
      '会员id，与 phone、card_no、coupon_codes 不同传',
      'Member id; not together with phone, card_no or coupon_codes',
      { maxLength: 32 },
    ),
    phone: text('phone', '18612255668', '会员手机号', "Member's phone number", { maxLength: 64 }),
    cardNo: text('card_no', '1231321111', '会员卡号', "Member's card number", { maxLength: 64 }),
    couponCodes: list(
      'coupon_codes',
      texts('111aaa', 64),
      '优惠券code，逗号分隔；与 phone、card_no 不同传',
      'Coupon codes, comma-separated; not together with phone or card_no',
      { minItems: 1, maxItems: 50 },
    ),
    shop: text('shop', '01', '门店', 'Shop', { maxLength: 64 }),
    channel: text('channel', 'erp', '下单渠道', 'Channel of the sale', { maxLength: 64 }),
    at: text('at', '2026-11-24 22:29:00', '结账时刻（GMT+8），缺省为现在', 'Moment of the sale (GMT+8); default now', {
      maxLength: 19,
      isMoment: true,
    }),
    memberLevel: text(
      'member_level',
      '金卡',
      '会员等级；缺省取会员资料',
      "Level of the member; default: that of the member's profile",
      { maxLength: 64 },
    ),
    lines: list('lines', basketLines, '购物篮各行，JSON数组', 'Lines of the basket, a JSON array', {
      required: true,
      minItems: 1,
      maxItems: maxLines,
    }),
  },
  sampleOmits: ['memberId', 'couponCodes', 'at', 'memberLevel'],
  ...resultOf(
    'EvaluateBasketResult',
    {
      mergedInto,
      field,
      rule,
      coupons: listOf(
        'coupons',
        objects('coupon_verdict', 'CouponVerdict', verdictFields),
        '各券结论，按发放顺序',
        'The verdict on each coupon, in order of issue',
      ),
      moreCoupons: boolean(
        'more_coupons',
        true,
        '为 true 表示会员的未使用券超过200张，只试算了最早发放的200张',
        'true: the member has more than 200 unused coupons, of which the 200 issued first were evaluated',
      ),
      phoneCardMismatch: boolean(
        'phone_card_mismatch',
        true,
        '为 true 表示 phone 与 card_no 不是同一位会员（或其一未知），只试算了同时带有两者的券',
        'true: phone and card_no do not name one member, or one of them is unknown; only coupons with both were evaluated',
      ),
      best: object(
        'best',
        combination,
        '最优组合；没有可用券时 coupon_codes 为空',
        'The best combination; without usable coupons its coupon_codes are empty',
      ),
      others: listOf(
        'others',
        { itemTag: 'coupon_combination', item: { kind: 'object', ...combination } },
        '其他组合，最多两个',
        'Other combinations, at most two',
      ),
      quoteId: text('quote_id', 'q1.AbCdEf', '报价号，核销时传入', 'The quote, to be sent when redeeming'),
      validUntil: text(
        'valid_until',
        '2026-11-24 22:39:00',
        '报价有效期止（GMT+8）',
        'End of the validity of the quote (GMT+8)',
      ),
    },
    [
      'result.coupons.reasonCode',
      'result.coupons.reason',
      'result.coupons.missingAmount',
      'result.moreCoupons',
      'result.phoneCardMismatch',
    ],
  ),
  errorCodes: [
    businessErrors.shopUnknown,
    businessErrors.memberNotFound,
    businessErrors.memberMerged,
    businessErrors.memberErased,
    businessErrors.invalidMember,
  ],
})
