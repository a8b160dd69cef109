import { returnCoupon } from '@yaoquan/api'
import { returnCoupon as giveBack } from '#domain/lifecycle/return-coupon'
import { maskedNote } from './masked-note.ts'
import { type Method, type WriteDependencies, writeRequest } from './method.ts'
import { refusedResult } from './refused-result.ts'

/** Undoes a redemption. A second return, under any number, is reported as already done. */
export function returnCouponMethod({ lifecycle }: WriteDependencies): Method<typeof returnCoupon> {
  return {
    definition: returnCoupon,
    async call(input, context) {
      const { text: reason, warnings } = maskedNote('reason', input.reason)
      const request = writeRequest(returnCoupon.name, input, context)
      const written = await giveBack({ lifecycle, request, redemptionId: input.redemptionId, reason })
      if (written.kind !== 'done') return { result: refusedResult(written, input) }
      const { couponCode, endDate, isUnchanged } = written.answer
      const alreadyDone = written.isAlreadyDone || isUnchanged ? true : undefined
      return { result: { alreadyDone, couponCode, endDate, warnings, success: true } }
    },
  }
}
