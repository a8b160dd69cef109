import type { Fields } from '@yaoquan/api'
import type { Coupon } from '@yaoquan/client'
import { couponTable } from '#terminal/coupon-table'
import { print } from '#terminal/output'
import { wireValues } from './wire-values.ts'

export type CouponPrint = Readonly<{
  withPhones?: boolean
  json?: boolean
  /** The members of a coupon in JSON. */
  fields: Fields
  /** The member of the JSON document with the number of coupons. */
  countName: string
}>

/** Prints coupons page by page as they arrive, so memory stays bounded. JSON is still one document. */
export async function printCoupons(coupons: AsyncIterable<Coupon>, how: CouponPrint): Promise<void> {
  const { withPhones = false, json, fields, countName } = how
  const lines = couponTable(withPhones)
  let count = 0
  if (json) process.stdout.write('{"coupons":[')
  for await (const page of pagesOf(coupons)) {
    const members = page.map((coupon) => JSON.stringify(wireValues(fields, coupon)))
    if (json) process.stdout.write((count > 0 ? ',' : '') + members.join(','))
    else print(lines(page))
    count += page.length
  }
  print(json ? `],"${countName}":${count}}` : `共 ${count} 张 (coupons in total)`)
}

async function* pagesOf(coupons: AsyncIterable<Coupon>): AsyncGenerator<readonly Coupon[], void, undefined> {
  let page: Coupon[] = []
  for await (const coupon of coupons) {
    page.push(coupon)
    if (page.length < 200) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}
