import type { TextField } from '../language/field.ts'
import { text } from '../language/fields.ts'
import { type CouponColumn, couponColumnNames, couponColumns } from '../words/coupon-columns.ts'
import { erpCouponFields } from './erp-coupon.ts'

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
