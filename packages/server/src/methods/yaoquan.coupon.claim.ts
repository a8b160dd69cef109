import { claimCoupons } from '@yaoquan/api'
import { claimCoupons as claim } from '#domain/lifecycle/claim-coupons'
import type { LifecycleStore } from '#domain/lifecycle/lifecycle-store'
import { claimingMember } from './claiming-member.ts'
import type { Method } from './method.ts'
import { refusedResult } from './refused-result.ts'
import { writeRequest } from './write-request.ts'

type Dependencies = Readonly<{ lifecycle: LifecycleStore; randomBytes: (size: number) => Uint8Array }>

/** Issues coupons of a template to a member, within its limits. */
export function claimCouponsMethod({ lifecycle, randomBytes }: Dependencies): Method<typeof claimCoupons> {
  return {
    definition: claimCoupons,
    async call(input, context) {
      const { couponId, count = 1, channel } = input
      const request = writeRequest(claimCoupons.name, input, context)
      const member = claimingMember(input)
      const written = await claim({ lifecycle, request, couponId, member, count, channel, randomBytes })
      if (written.kind !== 'done') return { result: { ...refusedResult(written, input), coupons: [] } }
      const { couponCodes, startDate, endDate } = written.answer
      const coupons = couponCodes.map((couponCode) => ({ couponCode, startDate, endDate }))
      return { result: { alreadyDone: written.isAlreadyDone ? true : undefined, coupons, success: true } }
    },
  }
}
