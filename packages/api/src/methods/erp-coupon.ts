import type { TextField } from '../language/field.ts'
import { text } from '../language/fields.ts'
import { type CouponColumn, couponColumnNames, couponColumns } from '../words/coupon-columns.ts'
import { couponStatuses, couponStatusNames } from '../words/coupon-states.ts'
import { listedWords } from '../words/text.ts'

/** The fields of `ErpCouponDTO`; order, examples and Chinese descriptions are those of querycoupon's page. */
export const erpCouponFields = {
  status: text('status', '0', '状态,0,未使用', `Status: ${listedWords(couponStatuses).en}`, {
    required: true,
    oneOf: couponStatusNames,
  }),
  startDate: text('start_date', '2018-11-11', '优惠券生效日期', 'First valid day (GMT+8)'),
  sellerId: text('serller_id', '111', '连锁id', 'Seller id (the wire spells it serller_id)', { required: true }),
  phone: text('phone', '18612255668', '会员手机号', "Member's phone number"),
  orderAmount: text('order_amount', '199', '满多少金额可以用', 'Minimum order amount in yuan'),
  endDate: text('end_date', '2018-11-11', '优惠券失效日期', 'Last valid day (GMT+8)'),
  description: text('describe', '全场通用', '描述', 'Description'),
  couponName: text('coupon_name', '满199减99', '优惠券名称', 'Coupon name'),
  couponId: text('coupon_id', '11', '优惠券模板id', 'Template id'),
  couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code, unique per seller', { required: true }),
  couponAmount: text('coupon_amount', '99', '优惠券金额', 'Coupon amount in yuan'),
  channel: text('channel', 'erp', '渠道', 'Channel that issued the coupon'),
  cardNo: text('card_no', '1231321111', '会员卡号', "Member's card number"),
  billDate: text('bill_date', '2018-11-11', '发放日期', 'Day of issue (GMT+8)'),
  attribute: text(
    'attribute',
    '{ "firstName":"Bill" , "lastName":"Gates" }',
    '额外属性',
    'Extra attributes: text that is returned unchanged',
    { verbatim: true },
  ),
  shop: text('shop', '01,02', '使用的门店', 'Shops where it is valid, comma-separated'),
  category: text('category', '1001,10012', '适用的品类', 'Categories it applies to, comma-separated'),
} as const

type OptionalText = TextField & Readonly<{ required: false }>

/**
 * The fields of a coupon issued by the caller, named as in querycoupon. None is required and none has a rule here: the
 * domain checks each coupon, so that an invalid one is refused in its item and does not refuse the call.
 */
export const issuedCouponFields = fieldsOf(couponColumnNames, 'issued')

/** The columns that the page of querycoupon does not have, as our own methods answer them. */
export const furtherCouponFields = fieldsOf(couponColumnNames.filter(isFurther), 'label')

type FurtherColumn = Exclude<CouponColumn, keyof typeof erpCouponFields>

function isFurther(column: CouponColumn): column is FurtherColumn {
  return !(column in erpCouponFields)
}

/** @param described whether fields are described with the rules of an issue, or only by their labels */
function fieldsOf<Column extends CouponColumn>(
  columns: readonly Column[],
  described: 'issued' | 'label',
): Readonly<Record<Column, OptionalText>> {
  const entries = columns.map((column) => {
    const { wire, example, issued, ...label } = couponColumns[column]
    const { zh, en } = described === 'issued' ? issued : label
    return [column, text(wire, example, zh, en, 'verbatim' in label ? { verbatim: true } : {})] as const
  })
  return Object.fromEntries(entries) as Readonly<Record<Column, OptionalText>>
}
