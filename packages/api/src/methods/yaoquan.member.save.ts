import { boolean, list, object, objects, text, texts } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { marketingConsentFields, memberAttributeFields, memberNaming, memberProfileFields } from './member-fields.ts'
import { refusalFacts } from './refusal-facts.ts'
import { alreadyDone, outRequestNo, resultOf } from './write-fields.ts'

const { memberIds, mergedInto, field, rule } = refusalFacts
const facts = { memberIds, mergedInto, field, rule } as const
const { given, source } = marketingConsentFields

const response = resultOf('SaveMemberResult', {
  alreadyDone,
  ...facts,
  memberId: text('member_id', 'M1024', '会员id', 'Member id'),
  created: boolean('created', true, '是否为新建', 'Whether the member was created by this call'),
})

export const saveMember = defineMethod({
  name: 'yaoquan.member.save',
  title: { zh: '保存会员', en: 'Save a member' },
  description: {
    zh: '新建会员或修改其资料；phone、card_no 未知时新建或加到该会员。未传的字段保持不变，清除用 clear',
    en: 'Creates a member or changes one; an unknown phone or card_no creates the member or is added to it. Fields that are absent stay; clear removes fields',
  },
  ...writes(category.members),
  examples: { phone: '13800200020', cardNo: '700000020' },
  request: {
    outRequestNo: outRequestNo('MEMBER-SAVE-20261124-0001'),
    ...memberNaming,
    ...memberProfileFields,
    marketingConsent: object(
      'marketing_consent',
      { typeName: 'MarketingAnswer', fields: { given, source } },
      '会员对营销信息的表态；时间为调用时间',
      'What the member says about marketing; the time is that of the call',
    ),
    attributes: list(
      'attributes',
      objects('member_attribute', 'MemberAttribute', memberAttributeFields),
      '自定义属性，只改传入的；最多50个',
      "The seller's own attributes; only those sent are changed; at most 50",
      { maxItems: 50 },
    ),
    clear: list(
      'clear',
      texts('birthday', 32),
      '要清除的字段: name, level, birthday, tags',
      'Fields to remove: name, level, birthday, tags',
      { maxItems: 4 },
    ),
    sharePhone: boolean(
      'share_phone',
      false,
      '与 member_id 一起传的 phone 已属于其他会员时是否共用，缺省否',
      'Whether a phone sent with member_id that other members hold is shared with them; default false',
    ),
  },
  sampleOmits: ['memberId', 'clear', 'sharePhone'],
  ...response,
  errorCodes: [
    businessErrors.invalidMember,
    businessErrors.memberNotFound,
    businessErrors.memberAmbiguous,
    businessErrors.memberMerged,
    businessErrors.memberErased,
    businessErrors.phoneOfOtherMembers,
    businessErrors.cardOfOtherMember,
    businessErrors.idempotentConflict,
  ],
})
