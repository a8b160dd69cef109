import { openMember } from '@yaoquan/api'
import { parseMemberId } from '#domain/members/member'
import { limitsOfMember, type MemberLimit } from '#domain/templates/limits-of-member'
import type { CallContext, Method } from '#methods/method'
import { searchCouponsMethod } from '#methods/yaoquan.coupon.search'
import { getMemberMethod } from '#methods/yaoquan.member.get'

export type OpenMemberDependencies = Parameters<typeof getMemberMethod>[0] &
  Parameters<typeof searchCouponsMethod>[0] &
  Readonly<{ templates: Parameters<typeof limitsOfMember>[0] }>

/** Coupons of the first page, the most that one search gives. */
const shownCoupons = 200

/** A member with the first page of the coupons and the limits of their templates, in one answer. */
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
      const limits = await limitsOf(memberId, coupons, context)
      return { result: { member, merges, limits, coupons, terms, nextCursor, success: true } }
    },
  }

  async function limitsOf(id: string, coupons: Coupons, { sellerId, nowMs }: Pick<CallContext, 'sellerId' | 'nowMs'>) {
    const memberNo = parseMemberId(id)
    if (memberNo === undefined) return undefined
    const heldIds = coupons.flatMap(({ couponId, templateVersion }) =>
      couponId === undefined || templateVersion === undefined ? [] : [couponId],
    )
    const found = await limitsOfMember(dependencies.templates, { sellerId, memberNo, heldIds, nowMs })
    return found.length === 0 ? undefined : found.map(shownLimit)
  }
}

type Coupons = readonly Readonly<{ couponId?: string | undefined; templateVersion?: number | undefined }>[]

function shownLimit({ couponId, couponName, claimed, memberTotal, memberPerDay }: MemberLimit) {
  return { couponId, couponName, claimed: claimed.total, claimedToday: claimed.today, memberTotal, memberPerDay }
}
