import { list, number, object, text } from '../language/fields.ts'
import { defineMethod } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { memberFields, memberNaming } from './member-fields.ts'
import { refusalFacts } from './refusal-facts.ts'
import { resultOf } from './write-fields.ts'

const { memberIds } = refusalFacts
const facts = { memberIds } as const

const merge = {
  mergeId: text('merge_id', '2048', '合并id', 'Id of the merge', { required: true }),
  from: text('from', 'M1025', '被合并的会员id', 'The member that was merged', { required: true }),
  mergedAt: text('merged_at', '2026-11-24 22:29:00', '合并时间', 'When it was merged (GMT+8)', { required: true }),
  undoUntil: text('undo_until', '2026-12-24 22:29:00', '可撤销至', 'Until when it can be undone (GMT+8)', {
    required: true,
  }),
} as const

const response = resultOf(
  'GetMemberResult',
  {
    ...facts,
    member: object('member', { typeName: 'Member', fields: memberFields }, '会员', 'The member'),
    couponCount: number('coupon_count', 3, '会员名下的优惠券张数', 'Number of coupons of the member', {
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
    }),
    merges: list(
      'merges',
      { itemTag: 'member_merge', item: { kind: 'object', typeName: 'MemberMerge', fields: merge } },
      '可撤销的合并，新的在前',
      'Merges that can be undone, newest first',
    ),
  },
  ['result.member.mergedInto', 'result.merges'],
)

/** One member with profile, phones, cards and merges. */
export const getMember = defineMethod({
  name: 'yaoquan.member.get',
  title: { zh: '查询会员', en: 'Get a member' },
  description: {
    zh: '按会员id、手机号或卡号查询一位会员；手机号有多位会员时返回 MEMBER_AMBIGUOUS 及各会员id',
    en: 'Returns one member by id, phone or card; if several members hold the phone, MEMBER_AMBIGUOUS with their ids',
  },
  category: { zh: '药券-会员', en: 'Yaoquan members' },
  scope: 'seller',
  effect: 'read',
  request: memberNaming,
  sampleOmits: ['memberId', 'cardNo'],
  ...response,
  errorCodes: [businessErrors.memberNotFound, businessErrors.memberAmbiguous],
})
