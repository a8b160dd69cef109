import { boolean, text } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { memberNaming, memberReason } from './member-fields.ts'
import { refusalFacts } from './refusal-facts.ts'
import { alreadyDone, outRequestNo, resultOf, warnings } from './write-fields.ts'

const { memberIds, mergedInto, field, rule } = refusalFacts
const facts = { memberIds, mergedInto, field, rule } as const
const { memberId, cardNo } = memberNaming

const response = resultOf('ChangePhoneResult', {
  alreadyDone,
  warnings,
  ...facts,
  memberId: text('member_id', 'M1024', '会员id', 'Member id'),
})

export const changePhone = defineMethod({
  name: 'yaoquan.member.changePhone',
  title: { zh: '更换手机号', en: "Change a member's phone" },
  description: {
    zh: '会员换号：新号在用，旧号记为已更换；券仍可用两个号码查到，直到旧号被他人使用',
    en: 'A member changes the phone: the new one is active, the old one replaced. Both find the coupons until somebody else uses the old one',
  },
  ...writes(category.members),
  examples: { cardNo: '700000016', oldPhone: '13800200016', newPhone: '13900200016', phone: '13900200016' },
  rules: [{ kind: 'atLeastOne', of: [['oldPhone'], ['memberId'], ['cardNo']] }],
  request: {
    outRequestNo: outRequestNo('CHANGE-PHONE-20261124-0001'),
    memberId,
    cardNo,
    oldPhone: text(
      'old_phone',
      '18612255668',
      '旧手机号；传 member_id 或 card_no 时可打码，会员只有一个在用的手机号时可不传',
      'The former phone; with member_id or card_no it may be masked, and may be left out if the member uses one phone only',
      { maxLength: 64 },
    ),
    newPhone: text('new_phone', '13900001111', '新手机号', 'The new phone', { required: true, maxLength: 64 }),
    sharePhone: boolean(
      'share_phone',
      false,
      '新号已属于其他会员时是否共用，缺省否',
      'Whether a new phone that other members hold is shared with them; default false',
    ),
    reason: memberReason,
  },
  sampleOmits: ['memberId', 'sharePhone'],
  ...response,
  errorCodes: [
    businessErrors.invalidMember,
    businessErrors.memberNotFound,
    businessErrors.memberAmbiguous,
    businessErrors.memberMerged,
    businessErrors.memberErased,
    businessErrors.phoneNotHeld,
    businessErrors.phoneOfOtherMembers,
    businessErrors.idempotentConflict,
  ],
})
