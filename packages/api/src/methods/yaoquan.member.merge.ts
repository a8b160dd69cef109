import { boolean, list, number, objects, text, texts } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { memberReason } from './member-fields.ts'
import { refusalFacts } from './refusal-facts.ts'
import { alreadyDone, awaitsApproval, outRequestNo, resultOf, warnings } from './write-fields.ts'

const { memberIds, mergedInto, field, rule } = refusalFacts
const facts = { memberIds, mergedInto, field, rule } as const

const count = (wire: string, zh: string, en: string, example: number) =>
  number(wire, example, zh, en, { min: 0, max: Number.MAX_SAFE_INTEGER })

const limit = {
  couponId: text('coupon_id', '11', '优惠券模板id', 'Template id', { required: true }),
  claimed: number('claimed', 2, '两人合计已领张数', 'Coupons that both have claimed', {
    required: true,
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
  }),
  memberTotal: number('member_total', 1, '每人限领张数', 'Limit per member', {
    required: true,
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
  }),
} as const

const response = resultOf('MergeMembersResult', {
  alreadyDone,
  awaitsApproval,
  warnings,
  ...facts,
  mergeId: text('merge_id', '2048', '合并id，撤销时使用；试算时不返回', 'Id of the merge; absent in a dry run'),
  undoUntil: text('undo_until', '2026-12-24 22:29:00', '可撤销至', 'Until when it can be undone (GMT+8)'),
  phoneCount: count('phone_count', '转入的手机号数', 'Phones that move', 1),
  cardCount: count('card_count', '转入的卡数', 'Cards that move', 1),
  couponCount: count('coupon_count', '合并后的优惠券张数', 'Coupons of the member after the merge', 5),
  filledFields: list(
    'filled_fields',
    texts('birthday', 64),
    '由被合并会员补上的字段',
    'Fields that are filled in from the merged member',
  ),
  keptFields: list(
    'kept_fields',
    texts('name', 64),
    '两人不同、保留目标会员值的字段',
    'Fields that differ; those of the target are kept',
  ),
  limits: list(
    'limits',
    objects('reached_limit', 'ReachedLimit', limit),
    '合并后达到或超过限领的模板',
    'Templates whose limit per member is reached or exceeded after the merge',
  ),
})

export const mergeMembers = defineMethod({
  name: 'yaoquan.member.merge',
  title: { zh: '合并会员', en: 'Merge members' },
  description: {
    zh: '把 from_member_id 的手机号、卡与优惠券并入 into_member_id，30天内可撤销；dry_run=true 只返回结果预览，不做改动',
    en: 'Moves phones, cards and coupons of from_member_id to into_member_id; can be undone for 30 days. dry_run=true only previews the result',
  },
  ...writes(category.members),
  examples: { fromMemberId: 'M3', intoMemberId: 'M2' },
  request: {
    outRequestNo: outRequestNo('MEMBER-MERGE-20261124-0001'),
    fromMemberId: text('from_member_id', 'M1025', '被合并的会员id', 'The member that is merged', {
      required: true,
      maxLength: 20,
    }),
    intoMemberId: text('into_member_id', 'M1024', '保留的会员id', 'The member that stays', {
      required: true,
      maxLength: 20,
    }),
    reason: memberReason,
    dryRun: boolean('dry_run', false, '是否只预览，缺省否', 'Whether it is only previewed; default false'),
  },
  ...response,
  errorCodes: [
    businessErrors.memberNotFound,
    businessErrors.memberMerged,
    businessErrors.memberErased,
    businessErrors.invalidMember,
    businessErrors.idempotentConflict,
  ],
})
