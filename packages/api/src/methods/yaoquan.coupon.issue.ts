import { boolean, list, listOf, number, objects, text } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { refusalFacts } from './refusal-facts.ts'
import { alreadyDone, dryRun, outRequestNo, resultOf, triedOnly } from './write-fields.ts'

/**
 * The fields of a coupon issued by the caller, named as in querycoupon. None is required and none has a rule here: the
 * domain checks each coupon, so that an invalid one is refused in its item and does not refuse the call.
 */
export const issuedCouponFields = {
  couponCode: text(
    'coupon_code',
    '111aaa',
    '优惠券code，必填，连锁内唯一，最多64个字符，不含逗号',
    'Coupon code, required, unique per seller, at most 64 characters, without commas',
  ),
  couponId: text('coupon_id', '11', '优惠券模板id，最多64个字符', 'Template id, at most 64 characters'),
  couponName: text('coupon_name', '满199减99', '优惠券名称，最多128个字符', 'Coupon name, at most 128 characters'),
  channel: text('channel', 'erp', '渠道，最多64个字符', 'Channel that issued the coupon, at most 64 characters'),
  phone: text(
    'phone',
    '18612255668',
    '会员手机号，至少7位数字，最多32个字符',
    "Member's phone number, at least 7 digits, at most 32 characters",
  ),
  cardNo: text('card_no', '1231321111', '会员卡号，最多64个字符', "Member's card number, at most 64 characters"),
  couponAmount: text(
    'coupon_amount',
    '99',
    '优惠券金额，元，最多两位小数',
    'Coupon amount in yuan, at most two decimals',
  ),
  orderAmount: text('order_amount', '199', '满多少金额可以用，元', 'Minimum order amount in yuan'),
  startDate: text('start_date', '2026-11-01', '生效日期，首个可用日', 'First valid day (GMT+8)'),
  endDate: text('end_date', '2026-12-31', '失效日期，最后可用日', 'Last valid day (GMT+8)'),
  billDate: text('bill_date', '2026-11-01', '发放日期', 'Day of issue (GMT+8)'),
  description: text('describe', '全场通用', '描述，最多1024个字符', 'Description, at most 1024 characters'),
  shop: text(
    'shop',
    '01,02',
    '使用的门店，逗号分隔，可用 @名称 指代门店组，最多1024个字符',
    'Shops where it is valid, comma-separated, @name for a group of shops, at most 1024 characters',
  ),
  category: text(
    'category',
    '1001,10012',
    '适用的品类，逗号分隔，最多1024个字符',
    'Categories it applies to, comma-separated, at most 1024 characters',
  ),
  attribute: text(
    'attribute',
    '{"till":"3"}',
    '额外属性，原样返回，最多4096个字符',
    'Extra attributes: text that is returned unchanged, at most 4096 characters',
    { verbatim: true },
  ),
  status: text(
    'status',
    '0',
    '历史数据的状态: 0未使用 1已使用 3作废，缺省0',
    'Status of historical data: 0 unused, 1 used, 3 void; default 0',
  ),
} as const

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
