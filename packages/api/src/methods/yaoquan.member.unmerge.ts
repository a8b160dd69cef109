import { text } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { memberReason } from './member-fields.ts'
import { refusalFacts } from './refusal-facts.ts'
import { alreadyDone, outRequestNo, resultOf, warnings } from './write-fields.ts'

const { mergedInto } = refusalFacts

const response = resultOf('UnmergeMembersResult', {
  alreadyDone,
  warnings,
  mergedInto,
  fromMemberId: text('from_member_id', 'M1025', '恢复的会员id', 'The member that is restored'),
  intoMemberId: text('into_member_id', 'M1024', '此前合并到的会员id', 'The member it had been merged into'),
})

export const unmergeMembers = defineMethod({
  name: 'yaoquan.member.unmerge',
  title: { zh: '撤销会员合并', en: 'Undo a merge of members' },
  description: {
    zh: '30天内撤销一次合并，被合并会员取回其手机号、卡与优惠券；合并后新增的归保留的会员',
    en: 'Undoes a merge within 30 days: the merged member gets back its phones, cards and coupons; what came later stays with the other',
  },
  ...writes(category.members),
  examples: { mergeId: '7', fromMemberId: 'M5', intoMemberId: 'M4' },
  isSampleDone: true,
  request: {
    outRequestNo: outRequestNo('MEMBER-UNMERGE-20261124-0001'),
    mergeId: text('merge_id', '2048', '合并id', 'Id of the merge', { required: true, maxLength: 32 }),
    reason: memberReason,
  },
  ...response,
  errorCodes: [
    businessErrors.memberMerged,
    businessErrors.memberErased,
    businessErrors.mergeNotFound,
    businessErrors.mergeNotUndoable,
    businessErrors.idempotentConflict,
  ],
})
