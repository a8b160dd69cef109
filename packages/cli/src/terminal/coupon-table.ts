import {
  type CouponColumn,
  couponColumns,
  couponStateOf,
  couponStates,
  couponStatuses,
  detailedCouponFields,
  maskPhone,
  type StatedCoupon,
} from '@yaoquan/api'
import type { Coupon, DetailedCoupon } from '@yaoquan/client'
import { formatTimestamp } from '@yaoquan/protocol'
import { oneLine } from './output.ts'
import { padToWidth, table } from './table.ts'

/**
 * A table of coupons that can be printed page by page. Phone numbers are masked unless `withPhones`.
 * @param today `YYYY-MM-DD`, GMT+8
 */
export function couponTable(withPhones: boolean, today = dayOfNow()): (coupons: readonly Coupon[]) => string {
  const lines = table(shownColumns.map((column) => couponColumns[column].zh))
  const textOf = (coupon: Coupon, column: (typeof shownColumns)[number]) => {
    if (column === 'status') return stateText(coupon, today)
    const text = coupon[column] ?? ''
    return column === 'phone' && !withPhones ? maskPhone(text) : text
  }
  return (coupons) => lines(coupons.map((coupon) => shownColumns.map((column) => textOf(coupon, column))))
}

function dayOfNow(): string {
  return formatTimestamp(Date.now()).slice(0, 10)
}

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

/**
 * A coupon as lines of wire name and value. The phone number is masked unless `withPhone`.
 * @param today `YYYY-MM-DD`, GMT+8
 */
export function detailLines(coupon: DetailedCoupon, withPhone: boolean, today = dayOfNow()): readonly string[] {
  const shown: DetailedCoupon = { ...coupon, status: `${coupon.status} ${stateText(coupon, today)}` }
  const masked = withPhone || coupon.phone === undefined ? shown : { ...shown, phone: maskPhone(coupon.phone) }
  return Object.entries(detailedCouponFields).flatMap(([property, { wire }]) => {
    const value: unknown = Reflect.get(masked, property)
    return value === undefined ? [] : [`${padToWidth(wire, 18)}${oneLine(String(value))}`]
  })
}

/** The state of a coupon in words; the status itself if only a newer server knows it. */
function stateText(coupon: StatedCoupon, today: string): string {
  return Object.hasOwn(couponStatuses, coupon.status) ? couponStates[couponStateOf(coupon, today)].zh : coupon.status
}
