import { releaseCoupon } from '@yaoquan/api'
import type { LifecycleStore } from '#domain/lifecycle/lifecycle-store'
import { releaseCoupon as release } from '#domain/lifecycle/release-coupon'
import type { Method } from './method.ts'
import { refusedResult } from './refused-result.ts'
import { writeRequest } from './write-request.ts'

/** Ends an order's hold. */
export function releaseCouponMethod({
  lifecycle,
}: Readonly<{ lifecycle: LifecycleStore }>): Method<typeof releaseCoupon> {
  return {
    definition: releaseCoupon,
    async call(input, context) {
      const { couponCode, orderId } = input
      const request = writeRequest(releaseCoupon.name, input, context)
      const written = await release({ lifecycle, request, couponCode, orderId })
      if (written.kind !== 'done') return { result: refusedResult(written, input) }
      return { result: { alreadyDone: written.isAlreadyDone ? true : undefined, success: true } }
    },
  }
}
