import { holdCoupon } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { holdCoupon as hold } from '#domain/lifecycle/hold-coupon'
import type { LifecycleStore } from '#domain/lifecycle/lifecycle-store'
import type { Method } from './method.ts'
import { refusedResult } from './refused-result.ts'
import { writeRequest } from './write-request.ts'

/** Holds a coupon for one order for a limited time. */
export function holdCouponMethod({ lifecycle }: Readonly<{ lifecycle: LifecycleStore }>): Method<typeof holdCoupon> {
  return {
    definition: holdCoupon,
    async call(input, context) {
      const { couponCode, orderId, ttlSeconds } = input
      const request = writeRequest(holdCoupon.name, input, context)
      const written = await hold({ lifecycle, request, couponCode, orderId, ttlSeconds })
      if (written.kind !== 'done') return { result: refusedResult(written, input) }
      const alreadyDone = written.isAlreadyDone ? true : undefined
      return { result: { alreadyDone, heldUntil: momentText(written.answer.untilMs), success: true } }
    },
  }
}
