import { releaseCoupon } from '@yaoquan/api'
import { releaseCoupon as release } from '#domain/lifecycle/hold-coupon'
import { type Method, type WriteDependencies, writeRequest } from './method.ts'
import { refusedResult } from './refused-result.ts'

/** Ends an order's hold. */
export function releaseCouponMethod({ lifecycle }: WriteDependencies): Method<typeof releaseCoupon> {
  return {
    definition: releaseCoupon,
    async call(input, context) {
      const written = await lifecycle.runAct(writeRequest(releaseCoupon.name, input, context), release, input)
      if (written.kind !== 'done') return { result: refusedResult(written, input) }
      const alreadyDone = written.isAlreadyDone ? true : undefined
      return { result: { alreadyDone, unchanged: written.answer.isUnchanged ? true : undefined, success: true } }
    },
  }
}
