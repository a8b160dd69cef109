import { boolean, number, text } from '../language/fields.ts'
import { templateKindNames, templateKinds } from '../words/template-words.ts'
import { listedWords } from '../words/text.ts'

/** What a coupon is worth. */
export const worthFields = {
  kind: text(
    'kind',
    'full_reduction',
    `类型: ${listedWords(templateKinds).zh}`,
    'Kind: full_reduction (amount off from a minimum), step (amount off for each full minimum), discount (percent), cash (amount off) or gift',
    { required: true, oneOf: templateKindNames },
  ),
  couponAmount: text(
    'coupon_amount',
    '99',
    '优惠金额，元；满减、每满减与现金必填；赠品为其价值',
    'Amount off in yuan; required for full_reduction, step and cash; for a gift its value',
    { maxLength: 16 },
  ),
  orderAmount: text(
    'order_amount',
    '199',
    '满多少金额可以用，元；满减与每满减必填',
    'Minimum order amount in yuan; required for full_reduction and step',
    { maxLength: 16 },
  ),
  stepMax: number(
    'step_max',
    3,
    '每满减最多减几次；空为不限；仅每满减可填',
    'How often a step reduces at most; absent: unlimited; only for step',
    { min: 1, max: 1000 },
  ),
  discountPercent: number(
    'discount_percent',
    85,
    '折扣，85为八五折；折扣类型必填',
    'Percent of the price to pay (85: 15% off); required for discount',
    { min: 1, max: 99 },
  ),
  discountCap: text('discount_cap', '50', '折扣封顶金额，元', 'Maximum amount off of a discount, in yuan', {
    maxLength: 16,
  }),
  gift: text('gift', '体温计一支', '赠品说明；赠品类型必填', 'Description of the gift; required for gift', {
    maxLength: 256,
  }),
} as const

const list = { maxLength: 16_384 } as const

/** Goods, shops, times and members that a coupon is for. Lists are comma-separated; absent ones do not limit. */
export const scopeFields = {
  shop: text(
    'shop',
    '01,02',
    '可用门店，逗号分隔，可用 @名称 指代门店组；空为全部',
    'Shops where it is valid, comma-separated; @name is a group of shops; absent: all',
    { maxLength: 1024 },
  ),
  category: text(
    'category',
    '1001,10012',
    '适用品类，逗号分隔；与 goods 合并计算，都为空则为全部',
    'Categories it applies to, comma-separated, besides goods; both absent: everything',
    { maxLength: 1024 },
  ),
  goods: text(
    'goods',
    'G100,G101',
    '适用商品，逗号分隔；与 category 合并计算，都为空则为全部',
    'Goods it applies to, comma-separated, besides category; both absent: everything',
    list,
  ),
  excludeCategory: text(
    'exclude_category',
    '2001',
    '不适用品类，逗号分隔；优先于适用范围',
    'Categories it does not apply to, comma-separated; an exclusion wins',
    list,
  ),
  excludeGoods: text(
    'exclude_goods',
    'G900',
    '不适用商品，逗号分隔；优先于适用范围',
    'Goods it does not apply to, comma-separated; an exclusion wins',
    list,
  ),
  excludeTags: text(
    'exclude_tags',
    'near_expiry,special_price',
    '不适用的商品标签，逗号分隔；优先于适用范围',
    'Tags of goods it does not apply to, comma-separated; an exclusion wins',
    { maxLength: 1024 },
  ),
  channels: text(
    'channels',
    'store,miniapp',
    '可用渠道，逗号分隔；空为全部',
    'Channels where it is valid, comma-separated; absent: all',
    { maxLength: 1024 },
  ),
  weekdays: text(
    'weekdays',
    '3,6',
    '可用星期，1为周一、7为周日，逗号分隔；空为每天',
    'Days of the week (GMT+8), 1 Monday to 7 Sunday, comma-separated; absent: every day',
    { maxLength: 64 },
  ),
  hours: text(
    'hours',
    '08:00-12:00,14:00-24:00',
    '可用时段，HH:mm-HH:mm，不含结束时刻，逗号分隔；空为全天',
    'Times of day (GMT+8), HH:mm-HH:mm without the end, comma-separated; absent: all day',
    { maxLength: 256 },
  ),
  memberLevels: text(
    'member_levels',
    '金卡,钻石卡',
    '可用会员等级，逗号分隔；空为不限',
    'Levels of members that may use it, comma-separated; absent: all',
    { maxLength: 1024 },
  ),
  memberTags: text(
    'member_tags',
    '慢病',
    '可用会员标签，有其一即可，逗号分隔；空为不限',
    'Tags of members that may use it, one of them is enough, comma-separated; absent: all',
    { maxLength: 1024 },
  ),
  memberDayOnly: boolean(
    'member_day_only',
    false,
    '仅会员日可用，会员日由连锁设置；缺省 false',
    "Whether it is valid on the seller's member days only; default false",
  ),
} as const

/** What a coupon may be used beside. */
export const combinationFields = {
  stackable: boolean(
    'stackable',
    true,
    '能否与其他券在同一订单使用，缺省 true',
    'Whether it can be combined with other coupons on one order; default true',
  ),
  layer: number(
    'layer',
    2,
    '抵扣顺序: 0 商品或品类券, 1 门店券, 2 连锁券，小的先抵；缺省: 有适用品类或商品为0，否则有可用门店为1，否则为2',
    'Order of application: 0 goods or category, 1 shop, 2 chain, lower first; default: 0 with category or goods, else 1 with shops, else 2',
    { min: 0, max: 2 },
  ),
  stackGroup: text(
    'stack_group',
    '满减',
    '叠加组；同组的券每单限用一张；空为不分组',
    'Group; at most one coupon of a group on one order; absent: none',
    { maxLength: 64 },
  ),
  perOrder: number(
    'per_order',
    1,
    '该模板的券每单限用张数，缺省 1',
    'Coupons of this template on one order at most; default 1',
    { min: 1, max: 20 },
  ),
} as const

/** The bearer of the cost of what a coupon takes off. */
export const costFields = {
  costBearer: text(
    'cost_bearer',
    '总部',
    '费用承担方，如 总部、门店 或厂家名称；对账按此汇总；空为未设定',
    'Who bears the cost, such as chain, shop or the name of a vendor; reconciliation sums up by it; absent: not set',
    { maxLength: 64 },
  ),
} as const

/** What a return does. */
export const returnFields = {
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
    '退回时有效期延长天数，自失效日期或退回当天（较晚者）起算，0为不变',
    'Days that a return adds to end_date, or to the day of the return if that is later; 0: none',
    { min: 0, max: 3650 },
  ),
  returnMaxCycles: number(
    'return_max_cycles',
    3,
    '最多退回次数；空为不限',
    'Maximum returns per coupon; absent: unlimited',
    { min: 0, max: 1000 },
  ),
  returnSplit: text(
    'return_split',
    'keep',
    '部分退货时: keep 按各件分摊的优惠退款, recompute 按留下的商品重新计算；缺省 keep',
    'On a partial return: keep (refund what the returned units paid) or recompute (price what stays anew); default keep',
    { oneOf: ['keep', 'recompute'] },
  ),
} as const
