import { listOf, objects, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { memberStateNames, memberStates } from '../words/member-words.ts'
import { listedWords } from '../words/text.ts'
import { businessErrors } from './business-errors.ts'
import { cursor, limit, newestFirst, nextCursor } from './cursor-fields.ts'
import { memberFields } from './member-fields.ts'
import { resultOf } from './write-fields.ts'

const states = listedWords(memberStates)

const response = resultOf(
  'SearchMembersResult',
  {
    members: listOf(
      'members',
      objects('member', 'Member', memberFields),
      '会员，按建立顺序',
      'Members in the order in which they were created',
    ),
    nextCursor,
  },
  ['result.members.mergedInto'],
)

export const searchMembers = defineMethod({
  name: 'yaoquan.member.search',
  title: { zh: '搜索会员', en: 'Search members' },
  description: {
    zh: '按手机号、卡号、等级、标签或状态搜索会员，按游标翻页；多个条件需同时满足',
    en: 'Searches members by phone, card, level, tag or state, with cursor paging; a member must match all filters',
  },
  ...reads(category.members),
  request: {
    phone: text('phone', '18612255668', '会员手机号', "Member's phone number", { maxLength: 64 }),
    cardNo: text('card_no', '1231321111', '会员卡号', "Member's card number", { maxLength: 64 }),
    level: text('level', 'gold', '等级', 'Level', { maxLength: 64 }),
    tag: text('tag', '糖尿病', '标签', 'Tag', { maxLength: 64 }),
    state: text('state', 'active', `状态: ${states.zh}`, `State: ${states.en}`, {
      oneOf: memberStateNames,
    }),
    newestFirst,
    cursor,
    limit: limit(200),
  },
  sampleOmits: ['newestFirst', 'cursor', 'phone', 'cardNo', 'state'],
  ...response,
  errorCodes: [businessErrors.invalidCursor],
})
