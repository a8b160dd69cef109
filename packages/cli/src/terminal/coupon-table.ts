import { detailedCouponFields, maskPhone } from '@yaoquan/api'
import type { Coupon, DetailedCoupon } from '@yaoquan/client'
import { oneLine } from './output.ts'
import { padToWidth, table } from './table.ts'

type Column = Readonly<{ title: string; text: (coupon: Coupon) => string | undefined }>

/** A table of coupons that can be printed page by page. Phone numbers are masked unless `withPhones`. */
export function couponTable(withPhones: boolean): (coupons: readonly Coupon[]) => string {
  const shown = columns.map((column) => (column.title === phoneTitle && !withPhones ? masked : column))
  const lines = table(shown.map(({ title }) => title))
  return (coupons) => lines(coupons.map((coupon) => shown.map(({ text }) => text(coupon) ?? '')))
}

const phoneTitle = '手机号'

const masked: Column = { title: phoneTitle, text: ({ phone }) => maskPhone(phone ?? '') }

const columns: readonly Column[] = [
  { title: '券码', text: ({ couponCode }) => couponCode },
  { title: '状态', text: ({ status }) => statusText(status) },
  { title: '名称', text: ({ couponName }) => couponName },
  { title: phoneTitle, text: ({ phone }) => phone },
  { title: '会员卡号', text: ({ cardNo }) => cardNo },
  { title: '渠道', text: ({ channel }) => channel },
  { title: '金额', text: ({ couponAmount }) => couponAmount },
  { title: '满', text: ({ orderAmount }) => orderAmount },
  { title: '生效', text: ({ startDate }) => startDate },
  { title: '失效', text: ({ endDate }) => endDate },
]

/** A coupon as lines of wire name and value. The phone number is masked unless `withPhone`. */
export function detailLines(coupon: DetailedCoupon, withPhone: boolean): readonly string[] {
  const shown: DetailedCoupon = { ...coupon, status: `${coupon.status} ${statusText(coupon.status)}` }
  const masked = withPhone || coupon.phone === undefined ? shown : { ...shown, phone: maskPhone(coupon.phone) }
  return Object.entries(detailedCouponFields).flatMap(([property, { wire }]) => {
    const value: unknown = Reflect.get(masked, property)
    return value === undefined ? [] : [`${padToWidth(wire, 18)}${oneLine(String(value))}`]
  })
}

/** A status code in words. An unknown code is returned unchanged. */
function statusText(status: string): string {
  return statuses[status] ?? status
}

const statuses: Readonly<Record<string, string>> = {
  '0': '未使用',
  '1': '已使用',
  '2': '已过期',
  '3': '已作废',
  '4': '已占用',
}
