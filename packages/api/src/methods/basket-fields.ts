import { boolean, list, listOf, number, objects, text, texts } from '../language/fields.ts'

const amount = (wire: string, example: string, zh: string, en: string) =>
  text(wire, example, zh, en, { required: true })

/** A line of a basket. Amounts are yuan. */
const basketLineFields = {
  lineNo: number(
    'line_no',
    1,
    '行号，不重复；缺省按顺序从1起',
    'Number of the line, unique; default: its place, from 1',
    {
      min: 0,
      max: 1_000_000_000,
    },
  ),
  goodsId: text('goods_id', '6901', '商品编码', 'Id of the goods', { maxLength: 64 }),
  category: text(
    'category',
    '10,1001',
    '品类：整条路径或其中之一，逗号分隔',
    'Categories: the whole path or one of it, comma-separated',
    { maxLength: 1024 },
  ),
  quantity: text(
    'quantity',
    '2',
    '数量，最多三位小数，如 1 或 1234.5；缺省1',
    'Quantity with up to three decimals, such as 1 or 1234.5; default 1',
    { maxLength: 16 },
  ),
  amount: text(
    'amount',
    '199.00',
    '本行金额（收银台自身促销之后），元',
    "What the line costs after the till's own promotions, in yuan",
    { required: true, maxLength: 16 },
  ),
  insuredAmount: text(
    'insured_amount',
    '0.00',
    '其中医保支付（统筹与个人账户），元',
    'The part that insurance pays (pooled fund and personal account), in yuan',
    { maxLength: 16 },
  ),
  drugClass: text(
    'drug_class',
    'otc_a',
    '药品分类: rx处方药 otc_a甲类非处方药 otc_b乙类非处方药',
    'Class of the drug',
    {
      oneOf: ['rx', 'otc_a', 'otc_b'],
    },
  ),
  discountable: boolean('discountable', true, '是否参与优惠；缺省 true', 'Whether coupons count for it; default true'),
  tags: text(
    'tags',
    'counter',
    '标签，逗号分隔，如 near_expiry、special_price',
    'Tags, comma-separated, such as near_expiry or special_price',
    {
      maxLength: 256,
    },
  ),
} as const

/** Lines of a basket or an order, as a JSON array. Category and amount are enough for old tills. */
export const basketLines = objects('basket_line', 'BasketLine', basketLineFields)

const tillShareFields = {
  couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code', { required: true, maxLength: 64 }),
  offAmount: text('off_amount', '50.00', '该券在本行抵扣，元', 'What the coupon takes off this line, in yuan', {
    required: true,
    maxLength: 16,
  }),
} as const

/** Lines of an order to be redeemed, with the till's own split if it has one. */
export const redeemedLines = objects('basket_line', 'RedeemedLine', {
  ...basketLineFields,
  coupons: list(
    'coupons',
    objects('till_share', 'TillShare', tillShareFields),
    '收银台自己的分摊：各券在本行的抵扣；任一行传了就按此保存，须与各券的抵扣相符，否则 SPLIT_MISMATCH',
    "The till's own split: what each coupon takes off this line. If any line has it, it is kept as sent; it must sum to what each coupon takes, otherwise SPLIT_MISMATCH",
    { maxItems: 20 },
  ),
})

/** Most lines of a call, as the engine takes them. */
export const maxLines = 500

const couponShareFields = {
  couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code', { required: true }),
  offAmount: amount('off_amount', '50.00', '该券在本行抵扣，元', 'What the coupon takes off this line, in yuan'),
} as const

const lineShareFields = {
  lineNo: number('line_no', 1, '行号', 'Number of the line', { required: true, min: 0, max: 1_000_000_000 }),
  payAmount: amount(
    'pay_amount',
    '149.00',
    '本行实付（含医保支付），元',
    'What the line costs then, with the part that insurance pays, in yuan',
  ),
  coupons: listOf(
    'coupons',
    objects('coupon_share', 'CouponShare', couponShareFields),
    '各券在本行的抵扣',
    'What each coupon takes off this line',
  ),
} as const

/** The split over the lines. */
export const lineShares = objects('basket_line_share', 'BasketLineShare', lineShareFields)

/** Coupons used together, and what each line costs then. */
export const combinationFields = {
  couponCodes: listOf(
    'coupon_codes',
    texts('111aaa'),
    '优惠券code，按抵扣顺序',
    'Coupon codes in the order of application',
  ),
  offAmount: amount('off_amount', '50.00', '共抵扣，元', 'What they take off together, in yuan'),
  payAmount: amount(
    'pay_amount',
    '149.00',
    '实付（含医保支付），元',
    'What the basket costs then, with the part that insurance pays, in yuan',
  ),
  exact: boolean('exact', true, '是否已证明没有更优组合', 'Whether it is proven that no combination is better', {
    required: true,
  }),
  bestPossibleOff: amount(
    'best_possible_off',
    '50.00',
    '任何组合都不会超过的抵扣，元',
    'What no combination takes off more than, in yuan',
  ),
  lines: listOf('lines', lineShares, '各行分摊', 'The split over the lines'),
} as const
