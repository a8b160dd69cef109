import { count, number, object, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { memberFields, memberNaming, merges } from './member-fields.ts'
import { refusalFacts } from './refusal-facts.ts'
import { resultOf } from './write-fields.ts'

const { memberIds, field, rule } = refusalFacts
const facts = { memberIds, field, rule } as const

const response = resultOf(
  'GetMemberResult',
  {
    ...facts,
    member: object('member', { typeName: 'Member', fields: memberFields }, '会员', 'The member'),
    couponCount: number('coupon_count', 3, '会员名下的优惠券张数', 'Number of coupons of the member', count),
    merges,
  },
  ['result.member.mergedInto', 'result.merges'],
)

export const getMember = defineMethod({
  name: 'yaoquan.member.get',
  title: { zh: '查询会员', en: 'Get a member' },
  description: {
    zh: '按会员id、手机号、卡号或优惠券code查询一位会员；手机号有多位会员时返回 MEMBER_AMBIGUOUS 及各会员id',
    en: 'Returns one member by id, phone, card or coupon code; if several members hold the phone, MEMBER_AMBIGUOUS with their ids',
  },
  ...reads(category.members),
  examples: { phone: '13800200018', cardNo: '700000018' },
  rules: [{ kind: 'exactlyOne', of: [['phone'], ['memberId'], ['cardNo'], ['couponCode']] }],
  request: {
    ...memberNaming,
    couponCode: text(
      'coupon_code',
      '111aaa',
      '优惠券code: 查询该券的会员；与以上三项传其一',
      'Coupon code: the member of the coupon; send it or one of the three',
      { maxLength: 64 },
    ),
  },
  sampleOmits: ['memberId', 'cardNo', 'couponCode'],
  ...response,
  errorCodes: [businessErrors.invalidMember, businessErrors.memberNotFound, businessErrors.memberAmbiguous],
})
