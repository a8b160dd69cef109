import { type BusinessError, row } from '../language/method.ts'

export const memberErrors = {
  memberNotFound: row(
    'MEMBER_NOT_FOUND',
    { zh: '会员不存在', en: 'The seller has no such member' },
    { zh: '检查 member_id、phone 或 card_no', en: 'Check member_id, phone or card_no' },
  ),
  memberAmbiguous: row(
    'MEMBER_AMBIGUOUS',
    { zh: '该手机号有多位会员: {memberIds}', en: 'Several members hold the phone' },
    { zh: '改传 member_id 或 card_no', en: 'Send member_id or card_no' },
    'Several members hold the phone: {memberIds}',
  ),
  memberMerged: row(
    'MEMBER_MERGED',
    { zh: '会员已合并到 {mergedInto}', en: 'The member was merged into another one' },
    { zh: '使用 merged_into 中的会员id', en: 'Use the member in merged_into' },
    'The member was merged into {mergedInto}',
  ),
  memberErased: row(
    'MEMBER_ERASED',
    { zh: '会员已按本人要求删除', en: 'The member was erased on request' },
    { zh: '无法恢复', en: 'It cannot be restored' },
  ),
  invalidMember: row(
    'INVALID_MEMBER',
    { zh: '会员字段 {field} {rule}', en: 'A field of the member breaks a rule' },
    { zh: '按规则修改该字段', en: 'Correct the field' },
    'Field of the member: {field} {rule}',
  ),
  phoneOfOtherMembers: row(
    'PHONE_OF_OTHER_MEMBERS',
    { zh: '该手机号已有会员: {memberIds}', en: 'Other members hold the phone' },
    {
      zh: '确为同一人请用 yaoquan.member.merge；家人共用请传 share_phone=true',
      en: 'Merge them with yaoquan.member.merge if they are one person; send share_phone=true if they share the phone',
    },
    'Members {memberIds} hold the phone',
  ),
  cardOfOtherMember: row(
    'CARD_OF_OTHER_MEMBER',
    { zh: '该卡号属于会员 {memberIds}', en: 'The card belongs to another member' },
    { zh: '确为同一人请用 yaoquan.member.merge', en: 'Merge them with yaoquan.member.merge if they are one person' },
    'The card belongs to member {memberIds}',
  ),
  phoneNotHeld: row(
    'PHONE_NOT_HELD',
    { zh: '会员没有在用该手机号', en: 'The member does not use this phone' },
    { zh: '检查 old_phone', en: 'Check old_phone' },
  ),
  mergeNotFound: row(
    'MERGE_NOT_FOUND',
    { zh: '没有该合并记录', en: 'The seller has no such merge' },
    { zh: '检查 merge_id', en: 'Check merge_id' },
  ),
  mergeNotUndoable: row(
    'MERGE_NOT_UNDOABLE',
    { zh: '合并已撤销，或已超过30天', en: 'The merge was undone, or is more than 30 days old' },
    { zh: '用 yaoquan.member.get 查看可撤销的合并', en: 'yaoquan.member.get lists the merges that can be undone' },
  ),
} as const satisfies Record<string, BusinessError>
