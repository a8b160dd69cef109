import { boolean, number, text } from '../language/fields.ts'

const maxCount = 1_000_000_000

/** The fields of a coupon template that the caller sets. */
export const templateFields = {
  couponId: text('coupon_id', '11', '优惠券模板id，连锁内唯一', 'Template id, unique per seller', {
    required: true,
    maxLength: 64,
  }),
  couponName: text('coupon_name', '满199减99', '优惠券名称', 'Coupon name', { required: true, maxLength: 128 }),
  kind: text(
    'kind',
    'full_reduction',
    '类型: full_reduction 满减, discount 折扣, cash 现金, gift 赠品',
    'Kind: full_reduction (amount off from a minimum), discount (percent), cash (amount off) or gift',
    { required: true, oneOf: ['full_reduction', 'discount', 'cash', 'gift'] },
  ),
  couponAmount: text(
    'coupon_amount',
    '99',
    '优惠金额，元；满减与现金必填',
    'Amount off in yuan; required for full_reduction and cash',
    { maxLength: 16 },
  ),
  orderAmount: text('order_amount', '199', '满多少金额可以用，元', 'Minimum order amount in yuan', { maxLength: 16 }),
  discountPercent: number(
    'discount_percent',
    85,
    '折扣，85为八五折；折扣类型必填',
    'Percent of the price to pay (85: 15 % off); required for discount',
    { min: 1, max: 99 },
  ),
  discountCap: text('discount_cap', '50', '折扣封顶金额，元', 'Maximum amount off of a discount, in yuan', {
    maxLength: 16,
  }),
  gift: text('gift', '体温计一支', '赠品说明；赠品类型必填', 'Description of the gift; required for gift', {
    maxLength: 256,
  }),
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
  shop: text('shop', '01,02', '可用门店，逗号分隔；空为全部', 'Shops where it is valid, comma-separated; absent: all', {
    maxLength: 1024,
  }),
  category: text(
    'category',
    '1001,10012',
    '适用品类，逗号分隔；空为全部',
    'Categories it applies to, comma-separated; absent: all',
    { maxLength: 1024 },
  ),
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
  stackable: boolean(
    'stackable',
    true,
    '能否与其他券在同一订单使用，缺省 true',
    'Whether it can be combined with other coupons on one order; default true',
  ),
  returnPolicy: text(
    'return_policy',
    'same_code',
    '退券规则: same_code 原码退回, none 不退；缺省 same_code',
    'Return policy: same_code (the same coupon is valid again) or none; default same_code',
    { oneOf: ['same_code', 'none'] },
  ),
  returnExtendDays: number(
    'return_extend_days',
    0,
    '退回时有效期延长天数，0为不变',
    'Days that a return adds to end_date; 0: none',
    { min: 0, max: 3650 },
  ),
  returnMaxCycles: number(
    'return_max_cycles',
    3,
    '最多退回次数；空为不限',
    'Maximum returns per coupon; absent: unlimited',
    { min: 0, max: 1000 },
  ),
  notes: text('notes', '双十一活动', '备注，仅内部可见', 'Internal notes', { maxLength: 1024 }),
} as const

/** The fields of a stored template: those the caller sets and those the server adds. */
export const storedTemplateFields = {
  ...templateFields,
  version: number(
    'version',
    1,
    '版本，每次保存加一；已发放的券沿用发放时的版本',
    'Version, incremented by each save; issued coupons keep the version of their issue',
    { required: true, min: 1, max: maxCount },
  ),
  closed: boolean('closed', false, '是否已关闭', 'Whether the template is closed', { required: true }),
  savedAt: text('saved_at', '2026-11-24 22:29:00', '该版本的保存时间', 'When this version was saved (GMT+8)', {
    required: true,
  }),
  issuedCount: number(
    'issued_count',
    120,
    '已领取张数；仅在设置了库存时统计',
    'Number of coupons claimed; counted only if a stock is set',
    { min: 0, max: maxCount },
  ),
} as const
