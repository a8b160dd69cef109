import type { Fields } from '../language/field.ts'
import { boolean, list, listOf, object, objects, text, texts } from '../language/fields.ts'
import { identifierStateNames, identifierStates, memberStateNames, memberStates } from '../words/member-words.ts'
import { listedWords } from '../words/text.ts'

const states = listedWords(memberStates)
const statesOfIdentifiers = listedWords(identifierStates)

const identifierState = text('state', 'active', `状态: ${statesOfIdentifiers.zh}`, `State: ${statesOfIdentifiers.en}`, {
  required: true,
  oneOf: identifierStateNames,
})

const since = text('since', '2026-11-24 22:29:00', '进入该状态的时间', 'Since when it has the state (GMT+8)', {
  required: true,
})

/** An attribute of a member, as the seller names it. */
export const memberAttributeFields = {
  name: text('name', 'skin_type', '名称', 'Name', { required: true, maxLength: 64 }),
  value: text('value', 'dry', '值；不传则删除该属性', 'Value; without it the attribute is removed', { maxLength: 512 }),
} as const

/** The part of a member that callers write. */
export const memberProfileFields = {
  name: text('name', '王小明', '姓名', 'Name', { maxLength: 64 }),
  level: text('level', 'gold', '等级，由连锁自定', 'Level, as the seller names it', { maxLength: 64 }),
  tags: list(
    'tags',
    texts('糖尿病', 64),
    '标签，逗号分隔；传入则替换原有标签',
    'Tags, comma-separated; they replace those the member has',
    { maxItems: 50 },
  ),
  birthday: text('birthday', '05-20', '生日，MM-DD', 'Birthday, MM-DD', { maxLength: 5 }),
} as const

/** What a member answered to whether it may be sent marketing. */
export const marketingConsentFields = {
  given: boolean('given', true, '是否同意接收营销信息', 'Whether marketing messages are allowed', { required: true }),
  at: text('at', '2026-11-24 22:29:00', '表态时间', 'When it was said (GMT+8)', { required: true }),
  source: text('source', '门店签字', '来源', 'Where it was said', { required: true, maxLength: 64 }),
} as const

/** A member with everything that is kept of it. */
export const memberFields = {
  memberId: text('member_id', 'M1024', '会员id', 'Member id', { required: true }),
  state: text('state', 'active', `状态: ${states.zh}`, `State: ${states.en}`, {
    required: true,
    oneOf: memberStateNames,
  }),
  mergedInto: text('merged_into', 'M7', '合并到的会员id', 'The member it was merged into'),
  ...memberProfileFields,
  marketingConsent: object(
    'marketing_consent',
    { typeName: 'MarketingConsent', fields: marketingConsentFields },
    '营销同意；从未表态则不返回',
    'Consent to marketing; absent if it was never asked',
  ),
  attributes: list(
    'attributes',
    objects('member_attribute', 'MemberAttribute', memberAttributeFields),
    '自定义属性',
    "The seller's own attributes",
  ),
  phones: listOf(
    'phones',
    objects('member_phone', 'MemberPhone', {
      phone: text('phone', '18612255668', '手机号', 'Phone number', { required: true }),
      state: identifierState,
      since,
    }),
    '手机号，含以前用过的',
    'Phones, former ones included',
  ),
  cards: listOf(
    'cards',
    objects('member_card', 'MemberCard', {
      cardNo: text('card_no', '1231321111', '会员卡号', 'Card number', { required: true }),
      state: identifierState,
      since,
    }),
    '会员卡，含挂失和已更换的',
    'Cards, lost and replaced ones included',
  ),
  createdAt: text('created_at', '2026-11-24 22:29:00', '建立时间', 'Created at (GMT+8)', { required: true }),
} as const satisfies Fields

/** How a call names one member: by one of the three. */
export const memberNaming = {
  memberId: text('member_id', 'M1024', '会员id；与phone、card_no传其一', 'Member id; send it, phone or card_no', {
    maxLength: 20,
  }),
  phone: text('phone', '18612255668', '会员手机号', "Member's phone number", { maxLength: 64 }),
  cardNo: text('card_no', '1231321111', '会员卡号', "Member's card number", { maxLength: 64 }),
} as const

const merge = {
  mergeId: text('merge_id', '2048', '合并id', 'Id of the merge', { required: true }),
  fromMemberId: text('from_member_id', 'M1025', '被合并的会员id', 'The member that was merged', { required: true }),
  mergedAt: text('merged_at', '2026-11-24 22:29:00', '合并时间', 'When it was merged (GMT+8)', { required: true }),
  undoUntil: text('undo_until', '2026-12-24 22:29:00', '可撤销至', 'Until when it can be undone (GMT+8)', {
    required: true,
  }),
} as const

/** The merges of a member that can be undone. */
export const merges = list(
  'merges',
  objects('member_merge', 'MemberMerge', merge),
  '可撤销的合并，新的在前',
  'Merges that can be undone, newest first',
)

/** Why something was done, for methods of members. */
export const memberReason = text('reason', '顾客要求', '原因，会记入事件', 'Reason; kept in the event', {
  maxLength: 256,
})
