import { countOf, text } from '../language/fields.ts'

/** Sums over a period, a day, a template, a channel or a shop. */
export const figureFields = {
  issued: countOf('issued', '发放张数', 'Coupons issued', 1200),
  claimed: countOf('claimed', '其中按模板领取的张数', 'Coupons issued that were claimed from a template', 800),
  held: countOf('held', '占用次数', 'Holds', 30),
  redeemed: countOf('redeemed', '核销次数', 'Redemptions', 300),
  returned: countOf('returned', '退回次数', 'Returns', 6),
  voided: countOf('voided', '作废张数', 'Coupons voided', 4),
  expired: countOf('expired', '过期张数，计入最后可用日', 'Coupons expired, on their last usable day', 90),
  priced: countOf('priced', '其中已知抵扣金额的核销次数', 'Redemptions whose amount is known', 280),
  offAmount: text('off_amount', '14000.00', '这些核销的抵扣合计，元', 'What those redemptions took off, in yuan', {
    required: true,
  }),
  averageOff: text(
    'average_off',
    '50.00',
    '平均每次抵扣，元；没有已知金额的核销时不返回',
    'Average of them, in yuan; absent if there are none',
  ),
  returnedAmount: text(
    'returned_amount',
    '300.00',
    '退货、退券退回的抵扣合计，元，含部分退货',
    'What returns gave back of it, those of some goods of an order included, in yuan',
    {
      required: true,
    },
  ),
  orders: countOf(
    'orders',
    '已知金额的用券订单数，计入订单的首张券',
    'Orders with coupons whose amount is known; counted with their first coupon',
    250,
  ),
  orderAmount: text(
    'order_amount',
    '52000.00',
    '这些订单用券前的金额合计，元',
    'What those orders cost before coupons, in yuan',
    {
      required: true,
    },
  ),
  usedOfIssued: countOf(
    'used_of_issued',
    '期间发放的券中，现已核销的张数',
    'Of the coupons issued in the period, those that are redeemed now',
    310,
  ),
  redemptionRate: text(
    'redemption_rate',
    '25.83',
    '核销率：used_of_issued 占 issued 的百分比；没有发放时不返回',
    'Redemption rate: used_of_issued in percent of issued; absent if none was issued',
  ),
  averageDaysToRedeem: text(
    'average_days_to_redeem',
    '6.4',
    '从发放到核销的平均天数；没有核销时不返回',
    'Average days from issue to redemption; absent without redemptions',
  ),
  within0: countOf('within_0', '发放当天核销的次数', 'Redemptions on the day of the issue', 40),
  within3: countOf('within_3', '第1至3天核销的次数', 'Redemptions 1 to 3 days after it', 90),
  within7: countOf('within_7', '第4至7天核销的次数', 'Redemptions 4 to 7 days after it', 80),
  within14: countOf('within_14', '第8至14天核销的次数', 'Redemptions 8 to 14 days after it', 50),
  within30: countOf('within_30', '第15至30天核销的次数', 'Redemptions 15 to 30 days after it', 30),
  later: countOf('later', '更晚核销的次数', 'Redemptions later than that', 10),
} as const

/** Unused coupons, and what they may cost. */
export const outstandingFields = {
  coupons: countOf('coupons', '未使用张数，含占用', 'Unused coupons, held ones included', 4200),
  worstAmount: text(
    'worst_amount',
    '63000.00',
    '全部用掉时最多抵扣，元；不含没有上限的券',
    'What they take off at most, in yuan; without coupons that have no limit',
    { required: true },
  ),
  uncapped: countOf(
    'uncapped',
    '没有抵扣上限的张数：没有封顶的折扣券、没有次数上限的每满减券',
    'Coupons without a limit: discounts without a cap, steps without a greatest number',
  ),
} as const

/** A period of at most 100 days that a caller may leave out. */
export const hundredDays = {
  fromDay: text(
    'from_day',
    '2026-10-26',
    '起始日期，缺省为 to_day 之前29天',
    'First day; default 29 days before to_day',
    { maxLength: 10 },
  ),
  toDay: text(
    'to_day',
    '2026-11-24',
    '截止日期（含），缺省为今天；最长100天',
    'Last day, inclusive; default today. At most 100 days',
    { maxLength: 10 },
  ),
} as const

/** The period that an answer is about. */
export const shownDays = {
  fromDay: text('from_day', '2026-10-26', '起始日期', 'First day', { required: true }),
  toDay: text('to_day', '2026-11-24', '截止日期', 'Last day', { required: true }),
} as const
