import { erpCouponFields } from '@yaoquan/api'
import type { Coupon } from '@yaoquan/client'
import { couponTableColumns } from '#terminal/coupon-table'
import { print } from '#terminal/output'
import { columnTable } from '#terminal/table'
import { totalLine } from './show-result.ts'
import { wireValues } from './wire-values.ts'

/** Prints coupons as they arrive, so that memory stays bounded. JSON is one document all the same. */
export async function printCoupons(
  coupons: AsyncIterable<Coupon>,
  { withPhones = false, json }: Readonly<{ withPhones?: boolean; json?: boolean }>,
): Promise<void> {
  const lines = columnTable(couponTableColumns, { showsPhones: withPhones })
  let count = 0
  if (json) process.stdout.write('{"coupons":[')
  for await (const page of pagesOf(coupons)) {
    const members = page.map((coupon) => JSON.stringify(wireValues(erpCouponFields, coupon)))
    if (json) process.stdout.write((count > 0 ? ',' : '') + members.join(','))
    else print(lines(page))
    count += page.length
  }
  print(json ? `],"total_count":${count}}` : totalLine(count))
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
