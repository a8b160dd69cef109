import { queryCoupon } from './alibaba.alihealth.nr.crm.coupon.querycoupon.ts'
import { getTime } from './taobao.time.get.ts'

/** Every method of the API, by wire name. */
export const methods = {
  [queryCoupon.name]: queryCoupon,
  [getTime.name]: getTime,
} as const
