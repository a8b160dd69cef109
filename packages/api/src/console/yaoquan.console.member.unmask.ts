import { list, objects, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { refusalFacts } from '../methods/refusal-facts.ts'
import { resultOf } from '../methods/write-fields.ts'

const { field, mergedInto } = refusalFacts

/** The members are not named `phone`, so that the masking of answers leaves them. */
const number = {
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
    numbers: list('numbers', objects('member_number', 'MemberNumber', number), '手机号', 'The numbers'),
  }),
  errorCodes: [businessErrors.memberNotFound, businessErrors.memberMerged, businessErrors.memberErased],
})
