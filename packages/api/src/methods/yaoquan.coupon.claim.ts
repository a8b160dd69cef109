import { count, listOf, number, objects, text } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { refusalFacts } from './refusal-facts.ts'
import { alreadyDone, awaitsApproval, dryRun, outRequestNo, resultOf, triedOnly } from './write-fields.ts'

const { left, time, claimFrom, claimTo, mergedInto, field, rule } = refusalFacts
const facts = { left, time, claimFrom, claimTo, mergedInto, field, rule } as const

const claimed = {
  couponCode: text('coupon_code', '7HKM3QXA9TRW4NCE', '优惠券code', 'Coupon code', { required: true }),
  startDate: text('start_date', '2026-11-24', '生效日期', 'First valid day (GMT+8)', { required: true }),
  endDate: text('end_date', '2026-12-23', '失效日期', 'Last valid day (GMT+8)', { required: true }),
} as const

/** What a dry run answers in place of coupons, whose codes are made when they are claimed. */
const tried = {
  count: number('count', 1, '试算：将领取的张数', 'Dry run: number of coupons', { min: 1, max: 20 }),
  startDate: text('start_date', '2026-11-24', '试算：生效日期', 'Dry run: first valid day (GMT+8)'),
  endDate: text('end_date', '2026-12-23', '试算：失效日期', 'Dry run: last valid day (GMT+8)'),
  memberLeft: number(
    'member_left',
    2,
    '试算：本次之后该会员还可领的张数；模板没有每人限领时不返回',
    'Dry run: how many the member can claim after this; absent without a limit per member',
    count,
  ),
  stockLeft: number(
    'stock_left',
    99,
    '试算：本次之后今天还可领的库存；模板没有库存限制时不返回',
    'Dry run: stock that can still be claimed today after this; absent without a stock',
    count,
  ),
} as const

export const claimCoupons = defineMethod({
  name: 'yaoquan.coupon.claim',
  title: { zh: '领取优惠券', en: 'Claim coupons' },
  description: {
    zh: '会员领取模板的优惠券，一次1到20张，全部成功或全部失败；传member_id，或phone与card_no至少一个。传coupon_code时，一个预留券码（印在纸上或短信里）成为该会员的券，只能领取一次',
    en: 'A member claims 1 to 20 coupons of a template; all succeed or all fail. Send member_id, or phone, card_no or both. With coupon_code, one reserved code (printed on paper or sent by SMS) becomes the coupon of the member, once',
  },
  ...writes(category.coupons),
  examples: { couponId: 'SAMPLE-CLAIM', phone: '13800200012', cardNo: '700000012' },
  rules: [
    { kind: 'atLeastOne', of: [['phone'], ['cardNo'], ['memberId']] },
    { kind: 'atLeastOne', of: [['couponId'], ['couponCode']] },
  ],
  request: {
    outRequestNo: outRequestNo('CLAIM-20261124-0001'),
    couponId: text(
      'coupon_id',
      '11',
      '优惠券模板id；传coupon_code时可不传',
      'Template id; may be left out with coupon_code',
      {
        maxLength: 64,
      },
    ),
    couponCode: text('coupon_code', '7HKM3QXA9TRW4NCE', '预留券码', 'Reserved code', { maxLength: 64 }),
    memberId: text(
      'member_id',
      'M1024',
      '会员id，券发到其在用的卡，没有卡则发到在用的手机号；与phone、card_no不同传',
      "Member id: the coupon is of the member's card in use, without one of the phone in use; not together with phone or card_no",
      { maxLength: 32 },
    ),
    phone: text('phone', '18612255668', '会员手机号', "Member's phone number", { maxLength: 64 }),
    cardNo: text('card_no', '1231321111', '会员卡号', "Member's card number", { maxLength: 64 }),
    count: number(
      'count',
      1,
      '张数，缺省1；传coupon_code时只能为1',
      'Number of coupons; default 1; only 1 with coupon_code',
      { min: 1, max: 20 },
    ),
    channel: text(
      'channel',
      'wechat',
      '渠道；预留券码缺省为生成时的渠道',
      'Channel; default for a reserved code: that of its generation',
      { maxLength: 64 },
    ),
    dryRun,
  },
  sampleOmits: ['couponCode', 'memberId', 'dryRun'],
  ...resultOf(
    'ClaimResult',
    {
      alreadyDone,
      awaitsApproval,
      dryRun: triedOnly,
      ...facts,
      ...tried,
      coupons: listOf(
        'coupons',
        objects('claimed_coupon', 'ClaimedCoupon', claimed),
        '领取到的优惠券；试算时为空',
        'Claimed coupons; empty in a dry run',
      ),
    },
    Object.keys(tried).map((name) => `result.${name}`),
  ),
  errorCodes: [
    businessErrors.templateNotFound,
    businessErrors.templateClosed,
    businessErrors.templateIsDraft,
    businessErrors.templateNotPublished,
    businessErrors.claimNotOpen,
    businessErrors.stockExhausted,
    businessErrors.memberLimitReached,
    businessErrors.codeNotReserved,
    businessErrors.codeAlreadyClaimed,
    businessErrors.memberNotFound,
    businessErrors.memberMerged,
    businessErrors.memberErased,
    businessErrors.invalidMember,
    businessErrors.idempotentConflict,
  ],
})
