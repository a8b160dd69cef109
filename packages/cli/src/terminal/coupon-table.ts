import {
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

type Column = Readonly<{ title: string; text: (coupon: Coupon, today: string) => string | undefined }>

/**
 * A table of coupons that can be printed page by page. Phone numbers are masked unless `withPhones`.
 * @param today `YYYY-MM-DD`, GMT+8
 */
export function couponTable(withPhones: boolean, today = dayOfNow()): (coupons: readonly Coupon[]) => string {
  const shown = columns.map((column) => (column.title === phoneTitle && !withPhones ? masked : column))
  const lines = table(shown.map(({ title }) => title))
  return (coupons) => lines(coupons.map((coupon) => shown.map(({ text }) => text(coupon, today) ?? '')))
}

function dayOfNow(): string {
  return formatTimestamp(Date.now()).slice(0, 10)
}

const phoneTitle = '手机号'

const masked: Column = { title: phoneTitle, text: ({ phone }) => maskPhone(phone ?? '') }

const columns: readonly Column[] = [
  { title: '券码', text: ({ couponCode }) => couponCode },
  { title: '状态', text: stateText },
  { title: '名称', text: ({ couponName }) => couponName },
  { title: phoneTitle, text: ({ phone }) => phone },
  { title: '会员卡号', text: ({ cardNo }) => cardNo },
  { title: '渠道', text: ({ channel }) => channel },
  { title: '金额', text: ({ couponAmount }) => couponAmount },
  { title: '满', text: ({ orderAmount }) => orderAmount },
  { title: '生效', text: ({ startDate }) => startDate },
  { title: '失效', text: ({ endDate }) => endDate },
]

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
