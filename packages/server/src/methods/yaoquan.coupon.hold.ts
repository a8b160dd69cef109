import { holdCoupon } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { holdCoupon as hold } from '#domain/lifecycle/hold-coupon'
import { type Method, type WriteDependencies, writeRequest } from './method.ts'
import { refusedResult } from './refused-result.ts'

/** Holds a coupon for one order for a limited time. */
export function holdCouponMethod({ lifecycle }: WriteDependencies): Method<typeof holdCoupon> {
  return {
    definition: holdCoupon,
    async call(input, context) {
      const written = await lifecycle.runAct(writeRequest(holdCoupon.name, input, context), hold, input)
      if (written.kind !== 'done') return { result: refusedResult(written, input) }
      const alreadyDone = written.isAlreadyDone ? true : undefined
      return { result: { alreadyDone, heldUntil: momentText(written.answer.untilMs), success: true } }
    },
  }
}
