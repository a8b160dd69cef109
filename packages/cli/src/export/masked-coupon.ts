import { maskCard, maskPhone } from '@yaoquan/api'
import type { RawCoupon } from '#server'

/** A coupon as a masked export shows it. A card number that is the phone is masked as the phone. */
export function maskedCoupon(coupon: RawCoupon): RawCoupon {
  const { phone, cardNo } = coupon
  return {
    ...coupon,
    ...(phone === undefined ? {} : { phone: maskPhone(phone) }),
    ...(cardNo === undefined ? {} : { cardNo: cardNo === phone ? maskPhone(cardNo) : maskCard(cardNo) }),
  }
}
