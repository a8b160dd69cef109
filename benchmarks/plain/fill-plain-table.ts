import type { CouponTerms } from '../../packages/server/src/domain/coupon/coupon.ts'
import { formatYuan } from '../../packages/server/src/domain/money.ts'
import { draftOf, memberCount, sellerId } from '../harness/large-seller.ts'
import { createCouponTable, type PlainCoupon } from './coupon-table.ts'

/**
 * Fills the table of the plain version with the coupons of `buildLargeSeller`.
 * @param size as for `buildLargeSeller`
 */
export function fillPlainTable(file: string, size: number): void {
  createCouponTable(file, plainCoupons(size))
}

function* plainCoupons(size: number): Generator<PlainCoupon> {
  const members = memberCount(size)
  const roundedUp = Math.ceil(size / 1000) * 1000
  for (let number = 0; number < roundedUp; number += 1) yield plainCoupon(draftOf(number, members).terms)
}

function plainCoupon(terms: CouponTerms): PlainCoupon {
  return {
    status: '0',
    start_date: terms.startDate ?? '',
    serller_id: sellerId,
    phone: terms.phone ?? '',
    order_amount: formatYuan(terms.orderAmountFen ?? 0),
    end_date: terms.endDate ?? '',
    describe: terms.description ?? '',
    coupon_name: terms.couponName ?? '',
    coupon_id: terms.couponId ?? '',
    coupon_code: terms.couponCode,
    coupon_amount: formatYuan(terms.couponAmountFen ?? 0),
    channel: terms.channel ?? '',
    card_no: terms.cardNo ?? '',
    bill_date: terms.billDate ?? '',
    attribute: terms.attribute ?? '',
    shop: terms.shop ?? '',
    category: terms.category ?? '',
  }
}
