import { openMember } from '@yaoquan/api'
import type { Method } from '#methods/method'
import { searchCouponsMethod } from '#methods/yaoquan.coupon.search'
import { getMemberMethod } from '#methods/yaoquan.member.get'

export type OpenMemberDependencies = Parameters<typeof getMemberMethod>[0] & Parameters<typeof searchCouponsMethod>[0]

/** Coupons of the first page, the most that one search gives. */
const shownCoupons = 200

/** A member with the first page of the coupons, in one answer. */
export function openMemberMethod(dependencies: OpenMemberDependencies): Method<typeof openMember> {
  const [get, search] = [getMemberMethod(dependencies), searchCouponsMethod(dependencies)]
  return {
    definition: openMember,
    async call(input, context) {
      const { result: found } = await get.call(input, context)
      if (found.member === undefined) return { result: found }
      const { memberId } = found.member
      const { result: list } = await search.call({ memberId, limit: shownCoupons }, context)
      const { coupons, terms, nextCursor } = list
      const { member, merges } = found
      return { result: { member, merges, coupons, terms, nextCursor, success: true } }
    },
  }
}
