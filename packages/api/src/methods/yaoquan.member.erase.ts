import { text } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { memberReason } from './member-fields.ts'
import { refusalFacts } from './refusal-facts.ts'
import { alreadyDone, awaitsApproval, outRequestNo, resultOf, warnings } from './write-fields.ts'

const { mergedInto, memberIds } = refusalFacts

const response = resultOf('EraseMemberResult', {
  alreadyDone,
  awaitsApproval,
  warnings,
  mergedInto,
  memberIds: {
    ...memberIds,
    zh: '此前并入该会员、一同删除的会员',
    en: 'Members merged into it before, erased with it',
  },
  memberId: text('member_id', 'M1024', '被删除的会员id', 'The member that was erased'),
  erasedAt: text('erased_at', '2026-11-24 22:29:00', '删除时间', 'Time of the erasure (GMT+8)'),
})

export const eraseMember = defineMethod({
  name: 'yaoquan.member.erase',
  title: { zh: '删除会员的个人信息', en: 'Erase a member' },
  description: {
    zh: '永久删除会员的姓名、资料、手机号与卡号，以及只有该会员的券才有的 attribute、原因与含手机号的订单号，并销毁其密钥；不可撤销。优惠券、数量与事件保留，但不再显示这些内容；其他会员共用的手机号保留。需要单独授权',
    en: "Deletes a member's name, profile, phones and cards for good, with attributes, reasons and order ids with a phone that only its coupons have, and destroys its key; cannot be undone. Coupons, counts and events stay, without these; a phone that other members share stays. Needs a grant of its own",
  },
  ...writes(category.members),
  examples: { memberId: 'M1' },
  request: {
    outRequestNo: outRequestNo('MEMBER-ERASE-20261124-0001'),
    memberId: text('member_id', 'M1024', '会员id', 'Member id', { required: true, maxLength: 20 }),
    reason: memberReason,
  },
  ...response,
  errorCodes: [
    businessErrors.memberNotFound,
    businessErrors.memberMerged,
    businessErrors.memberErased,
    businessErrors.idempotentConflict,
  ],
})
