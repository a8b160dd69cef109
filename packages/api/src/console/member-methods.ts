import { list, number, object, objects, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { couponTermsFields } from '../methods/coupon-template.ts'
import { nextCursor } from '../methods/cursor-fields.ts'
import { memberFields, memberNaming, merges } from '../methods/member-fields.ts'
import { refusalFacts } from '../methods/refusal-facts.ts'
import { resultOf } from '../methods/write-fields.ts'
import { detailedCouponFields } from '../methods/yaoquan.coupon.get.ts'

const maxCount = 1_000_000_000

export const openMember = defineMethod({
  name: 'yaoquan.console.member.open',
  title: { zh: '打开会员', en: 'Open a member' },
  description: {
    zh: '一位会员与其最早发放的200张券，同 yaoquan.member.get 与 yaoquan.coupon.search，以及各模板的限领；更多的券按 next_cursor 用后者查询',
    en: 'A member with the first 200 coupons, as yaoquan.member.get and yaoquan.coupon.search answer, and the limits of templates; the latter method has more by next_cursor',
  },
  ...reads(category.console),
  rules: [{ kind: 'exactlyOne', of: [['memberId'], ['couponCode']] }],
  request: {
    memberId: memberNaming.memberId,
    couponCode: text('coupon_code', '111aaa', '优惠券code: 查询该券的会员', 'Coupon code: the member of the coupon', {
      maxLength: 64,
    }),
  },
  ...resultOf('OpenMemberResult', {
    member: object('member', { typeName: 'Member', fields: memberFields }, '会员', 'The member'),
    merges,
    limits: list(
      'limits',
      objects('member_limit', 'MemberLimit', {
        couponId: text('coupon_id', '11', '优惠券模板id', 'Template id', { required: true }),
        couponName: text('coupon_name', '满199减99', '优惠券名称', 'Coupon name', { required: true }),
        claimed: number('claimed', 2, '已领张数', 'Claims so far', { required: true, min: 0, max: maxCount }),
        claimedToday: number('claimed_today', 1, '今天已领张数', 'Claims today (GMT+8)', {
          required: true,
          min: 0,
          max: maxCount,
        }),
        memberTotal: number('member_total', 5, '总限领；空为不限', 'Total limit; absent: unlimited', {
          min: 1,
          max: 1_000_000,
        }),
        memberPerDay: number('member_per_day', 1, '每日限领；空为不限', 'Limit per day; absent: unlimited', {
          min: 1,
          max: 1_000_000,
        }),
      }),
      '会员领过、且限制每人张数的未关闭模板，最多50个',
      'Open templates with a limit per member from which the member claimed, 50 at most',
    ),
    coupons: list(
      'coupons',
      objects('detailed_coupon', 'DetailedCoupon', detailedCouponFields),
      '会员的券，按发放顺序',
      'Coupons of the member in order of issue',
    ),
    terms: list(
      'terms',
      objects('coupon_terms', 'CouponTerms', couponTermsFields),
      '各券领取时的模板条款，每个版本一份',
      'Terms of the coupons at their claim, once per version',
    ),
    nextCursor,
  }),
  errorCodes: [businessErrors.invalidMember, businessErrors.memberNotFound, businessErrors.memberAmbiguous],
})

const { field, mergedInto } = refusalFacts

/** The members are not named `phone`, so that the masking of answers leaves them. */
const fullNumber = {
  number: text('number', '18612255668', '完整手机号', 'Full phone number', { required: true }),
  state: text('state', 'active', '状态: active 在用, replaced 已换号', 'State: active or replaced', { required: true }),
} as const

/** Shows the full phones of one member to an operator; each time is an event with the operator and the reason. */
export const unmaskMember = defineMethod({
  name: 'yaoquan.console.member.unmask',
  title: { zh: '查看完整手机号', en: 'Unmask the phones of a member' },
  description: {
    zh: '返回一位会员的完整手机号。操作员与原因先记入事件 unmasked，再返回号码',
    en: 'Returns the full phones of one member. An unmasked event with the operator and the reason is recorded before the answer',
  },
  ...reads(category.console),
  request: {
    memberId: text('member_id', 'M1001', '会员id', 'Member id', { required: true, maxLength: 32 }),
    reason: text('reason', '顾客来电核对号码', '原因，至少2个文字或数字', 'Reason, at least 2 letters or digits', {
      required: true,
      maxLength: 256,
    }),
  },
  ...resultOf('UnmaskResult', {
    field,
    mergedInto,
    numbers: list('numbers', objects('member_number', 'MemberNumber', fullNumber), '手机号', 'The numbers'),
  }),
  errorCodes: [businessErrors.memberNotFound, businessErrors.memberMerged, businessErrors.memberErased],
})
