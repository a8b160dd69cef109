import { text } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { memberReason } from './member-fields.ts'
import { refusalFacts } from './refusal-facts.ts'
import { alreadyDone, outRequestNo, resultOf, warnings } from './write-fields.ts'

const { memberIds, field, rule } = refusalFacts
const facts = { memberIds, field, rule } as const

const response = resultOf('ReplaceCardResult', {
  alreadyDone,
  warnings,
  ...facts,
  memberId: text('member_id', 'M1024', '会员id', 'Member id'),
})

export const replaceCard = defineMethod({
  name: 'yaoquan.member.replaceCard',
  title: { zh: '挂失或换卡', en: 'Report a card lost, or replace it' },
  description: {
    zh: '会员卡挂失或更换；传 new_card_no 则同时换新卡。旧卡号仍指向该会员，券不受影响',
    en: 'A card is lost or replaced; with new_card_no the member gets a new one. The former number keeps naming the member, and coupons stay',
  },
  ...writes(category.members),
  examples: { cardNo: '700000019', newCardNo: '700000119' },
  request: {
    outRequestNo: outRequestNo('REPLACE-CARD-20261124-0001'),
    cardNo: text('card_no', '1231321111', '原会员卡号', 'The former card number', { required: true, maxLength: 64 }),
    state: text('state', 'lost', '原卡状态: lost 挂失, replaced 已更换', 'State of the former card: lost or replaced', {
      required: true,
      oneOf: ['lost', 'replaced'],
    }),
    newCardNo: text('new_card_no', '1231321112', '新会员卡号', 'The new card number', { maxLength: 64 }),
    reason: memberReason,
  },
  ...response,
  errorCodes: [
    businessErrors.invalidMember,
    businessErrors.memberNotFound,
    businessErrors.memberErased,
    businessErrors.cardOfOtherMember,
    businessErrors.idempotentConflict,
  ],
})
