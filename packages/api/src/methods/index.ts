import { queryCoupon } from './alibaba.alihealth.nr.crm.coupon.querycoupon.ts'
import { getTime } from './taobao.time.get.ts'
import { getCoupon } from './yaoquan.coupon.get.ts'
import { holdCoupon } from './yaoquan.coupon.hold.ts'
import { issueCoupons } from './yaoquan.coupon.issue.ts'
import { redeemCoupon } from './yaoquan.coupon.redeem.ts'
import { releaseCoupon } from './yaoquan.coupon.release.ts'
import { returnCoupon } from './yaoquan.coupon.return.ts'
import { voidCoupons } from './yaoquan.coupon.void.ts'
import { listEvents } from './yaoquan.event.list.ts'

/** Every method of the API, by wire name. */
export const methods = {
  [queryCoupon.name]: queryCoupon,
  [getTime.name]: getTime,
  [getCoupon.name]: getCoupon,
  [holdCoupon.name]: holdCoupon,
  [issueCoupons.name]: issueCoupons,
  [redeemCoupon.name]: redeemCoupon,
  [releaseCoupon.name]: releaseCoupon,
  [returnCoupon.name]: returnCoupon,
  [voidCoupons.name]: voidCoupons,
  [listEvents.name]: listEvents,
} as const
