import type { getCoupon } from '@yaoquan/api'
import type { ResultOf } from '../server/call-method.ts'

type Found = ResultOf<typeof getCoupon>

/** A coupon as the API shows it. */
export type Coupon = NonNullable<Found['coupon']>

/** The terms of its template as they were when it was claimed. */
export type Terms = NonNullable<Found['terms']>
