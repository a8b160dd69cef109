import { boolean, number, text } from '../language/fields.ts'
import { combinationFields, costFields, returnFields, scopeFields, worthFields } from './template-terms.ts'

const maxCount = 1_000_000_000

/** The fields of a coupon template that the caller sets. */
export const templateFields = {
  couponId: text('coupon_id', '11', '优惠券模板id，连锁内唯一', 'Template id, unique per seller', {
    required: true,
    maxLength: 64,
  }),
  couponName: text('coupon_name', '满199减99', '优惠券名称', 'Coupon name', { required: true, maxLength: 128 }),
  ...worthFields,
  startDate: text('start_date', '2026-11-01', '固定有效期: 首个可用日', 'Fixed validity: first valid day (GMT+8)', {
    maxLength: 10,
  }),
  endDate: text('end_date', '2026-12-31', '固定有效期: 最后可用日', 'Fixed validity: last valid day (GMT+8)', {
    maxLength: 10,
  }),
  validFromDay: number(
    'valid_from_day',
    0,
    '相对有效期: 领取后第几天生效，0为当天',
    'Relative validity: first valid day, in days after the claim; 0 is the day of the claim',
    { min: 0, max: 3650 },
  ),
  validToDay: number(
    'valid_to_day',
    29,
    '相对有效期: 领取后第几天失效（含），29为共30天',
    'Relative validity: last valid day, in days after the claim; 29 from day 0 makes 30 days',
    { min: 0, max: 3650 },
  ),
  ...scopeFields,
  description: text('describe', '全场通用', '描述', 'Description', { maxLength: 1024 }),
  stockTotal: number('stock_total', 10_000, '总库存；空为不限', 'Total stock; absent: unlimited', {
    min: 0,
    max: maxCount,
  }),
  stockPerDay: number('stock_per_day', 500, '每日库存；空为不限', 'Stock per day (GMT+8); absent: unlimited', {
    min: 0,
    max: maxCount,
  }),
  memberTotal: number('member_total', 5, '每会员总限领；空为不限', 'Total claims per member; absent: unlimited', {
    min: 1,
    max: 1_000_000,
  }),
  memberPerDay: number(
    'member_per_day',
    1,
    '每会员每日限领；空为不限',
    'Claims per member and day; absent: unlimited',
    { min: 1, max: 1_000_000 },
  ),
  claimFrom: text('claim_from', '2026-11-01 00:00:00', '领取开始时间', 'Start of the claim period (GMT+8)', {
    maxLength: 19,
  }),
  claimTo: text('claim_to', '2026-11-30 23:59:59', '领取结束时间（含）', 'End of the claim period (GMT+8), inclusive', {
    maxLength: 19,
  }),
  ...combinationFields,
  ...returnFields,
  ...costFields,
  state: text(
    'state',
    'published',
    '状态: draft 草稿, published 发布；缺省 published',
    'State: draft or published; default published',
    { oneOf: ['draft', 'published'] },
  ),
  publishAt: text(
    'publish_at',
    '2026-12-01 00:00:00',
    '发布时间，此前不能按该版本领取；空为立即；草稿不填',
    'Moment (GMT+8) from which this version can be claimed; absent: at once; not for drafts',
    { maxLength: 19 },
  ),
  notes: text('notes', '双十一活动', '备注，仅内部可见', 'Internal notes', { maxLength: 1024 }),
} as const

const version = number(
  'version',
  1,
  '版本，每次保存加一；已发放的券沿用发放时的版本',
  'Version, incremented by each save; issued coupons keep the version of their issue',
  { required: true, min: 1, max: maxCount },
)

/** The terms by which a claimed coupon is used, as they were when it was claimed. */
export const couponTermsFields = {
  couponId: text('coupon_id', '11', '优惠券模板id', 'Template id', { required: true }),
  version,
  ...worthFields,
  ...scopeFields,
  ...combinationFields,
  ...returnFields,
} as const

/** The fields of a stored template: those the caller sets and those the server adds. */
export const storedTemplateFields = {
  ...templateFields,
  version,
  closed: boolean('closed', false, '是否已关闭', 'Whether the template is closed', { required: true }),
  savedAt: text('saved_at', '2026-11-24 22:29:00', '该版本的保存时间', 'When this version was saved (GMT+8)', {
    required: true,
  }),
  savedBy: text(
    'saved_by',
    'operator:li.na',
    '保存该版本的应用或操作员；审批产生的版本为审批人',
    'App or operator that saved this version; of a version that an approval made, who decided',
  ),
  approval: text(
    'approval',
    'waiting',
    '审批: waiting 草稿，经另一人审批后按 publish_at 发布, approved 已批准, sent_back 已退回；无须审批时不返回',
    'Approval: waiting (a draft until another person approves it, then published as of publish_at), approved or sent_back; absent where none was needed',
    { oneOf: ['waiting', 'approved', 'sent_back'] },
  ),
  submittedBy: text(
    'submitted_by',
    'operator:li.na',
    '已审批的版本由谁提交',
    'Who submitted what was approved or sent back',
  ),
  approvalNote: text('approval_note', '库存改为5000', '审批意见', 'Note of the approver'),
  issuedCount: number(
    'issued_count',
    120,
    '已领取张数；仅在设置了库存时统计',
    'Number of coupons claimed; counted only if a stock is set',
    { min: 0, max: maxCount },
  ),
} as const
