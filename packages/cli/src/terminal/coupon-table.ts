import {
  type CouponColumn,
  couponColumns,
  couponStateOf,
  couponStates,
  couponStatuses,
  maskPhone,
  type StatedCoupon,
} from '@yaoquan/api'
import type { Coupon } from '@yaoquan/client'
import { formatTimestamp } from '@yaoquan/protocol'
import { localized } from './language.ts'
import type { Column } from './table.ts'

/** The columns that fit beside each other; `coupon get` prints all. */
const shownColumns = [
  'couponCode',
  'status',
  'couponName',
  'phone',
  'cardNo',
  'channel',
  'couponAmount',
  'orderAmount',
  'startDate',
  'endDate',
] as const satisfies readonly CouponColumn[]

/** The columns of a table of coupons. */
export const couponTableColumns: readonly Column<Coupon>[] = shownColumns.map((column) => [
  localized(couponColumns[column]),
  (coupon, { showsPhones }) => {
    if (column === 'status') return stateText(coupon)
    return column === 'phone' ? shownPhone(coupon.phone, showsPhones) : coupon[column]
  },
])

/** A phone as a person reads it: masked unless it is to be shown. */
export function shownPhone(phone: string | undefined, isShown: boolean): string | undefined {
  return phone === undefined || isShown ? phone : maskPhone(phone)
}

/**
 * The state of a coupon in words; the status itself if only a newer server knows it.
 * @param today `YYYY-MM-DD`, GMT+8
 */
export function stateText(coupon: StatedCoupon, today = formatTimestamp(Date.now()).slice(0, 10)): string {
  return Object.hasOwn(couponStatuses, coupon.status)
    ? localized(couponStates[couponStateOf(coupon, today)])
    : coupon.status
}
