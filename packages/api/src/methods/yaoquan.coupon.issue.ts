import { boolean, list, listOf, number, objects, text } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { issuedCouponFields } from './erp-coupon.ts'
import { refusalFacts } from './refusal-facts.ts'
import { alreadyDone, dryRun, outRequestNo, resultOf, triedOnly } from './write-fields.ts'

const count = (wire: string, zh: string, en: string, example = 0) =>
  number(wire, example, zh, en, { required: true, min: 0, max: 1000 })

/** The reason of a refused coupon, in the outcomes of issues and uploads. */
export const issueRefusal = {
  field: text(
    'field',
    'end_date',
    '不合规则或内容不同的字段',
    'The field that breaks a rule, or the fields that differ',
  ),
  rule: refusalFacts.rule,
} as const

const item = {
  couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code'),
  outcome: text(
    'outcome',
    'created',
    '结果: created 新建, existing 已存在且内容相同, conflict 已存在或本次已给出但内容不同, duplicate 本次重复且内容相同, invalid 不合规则',
    'Outcome: created; existing (exists with equal content); conflict (exists, or is given in this call, with different content); duplicate (given twice in this call with equal content); invalid (breaks a rule)',
    { required: true, oneOf: ['created', 'existing', 'conflict', 'duplicate', 'invalid'] },
  ),
  ...issueRefusal,
} as const

/** Stores coupons that an ERP or another channel has issued. Valid coupons are stored even if others are refused. */
export const issueCoupons = defineMethod({
  name: 'yaoquan.coupon.issue',
  title: { zh: '上传已发放的优惠券', en: 'Issue coupons' },
  description: {
    zh: 'ERP或其他渠道把已发放给会员的优惠券传给CRM，一次1到1000张',
    en: 'An ERP or another channel sends the CRM 1 to 1000 coupons that it issued to members',
  },
  ...writes(category.coupons),
  examples: {
    couponCode: 'SAMPLE-ISSUE',
    couponId: 'SAMPLE-ISSUE',
    phone: '13800200014',
    cardNo: '700000014',
    endDate: '2099-12-31',
  },
  request: {
    outRequestNo: outRequestNo('ISSUE-20261124-0001'),
    coupons: list(
      'coupons',
      {
        itemTag: 'coupon',
        item: { kind: 'object', typeName: 'IssuedCoupon', fields: issuedCouponFields, isRefusedAlone: true },
      },
      '优惠券列表，JSON数组',
      'The coupons, a JSON array',
      { required: true, minItems: 1, maxItems: 1000 },
    ),
    dryRun,
  },
  sampleOmits: ['dryRun'],
  ...resultOf(
    'IssueResult',
    {
      alreadyDone,
      dryRun: triedOnly,
      awaitsApproval: boolean(
        'awaits_approval',
        true,
        '连锁要求审批而由操作员发放：尚未发放，等待另一人启动任务 job_id',
        'The seller asks for approval and an operator issued: nothing is issued until another person starts the job job_id',
      ),
      jobId: text('job_id', '3MZHDJ7Q2FKN4RPT', '等待审批的任务', 'The job that waits for approval'),
      createdCount: count('created_count', '新建张数', 'Number of coupons created', 1),
      existingCount: count('existing_count', '已存在且内容相同的张数', 'Coupons that exist with equal content'),
      conflictCount: count(
        'conflict_count',
        '已存在或本次已给出但内容不同的张数',
        'Coupons that exist, or are given in this call, with different content',
      ),
      duplicateCount: count(
        'duplicate_count',
        '本次重复且内容相同的张数',
        'Coupons given repeatedly in this call with equal content',
      ),
      invalidCount: count('invalid_count', '不合规则的张数', 'Coupons that break a rule'),
      items: listOf(
        'items',
        objects('issue_item', 'IssueItem', item),
        '各张结果，顺序与请求一致',
        'One outcome per coupon, in the order of the request',
      ),
    },
    ['result.items.field', 'result.items.rule'],
  ),
  errorCodes: [businessErrors.partlyFailed, businessErrors.idempotentConflict],
})
