import { openMember, problemOfReason, unmaskMember } from '@yaoquan/api'
import type { NoticeRecorder } from '#domain/events/event-store'
import { unmaskedNotice } from '#domain/events/notices'
import { activeMember, keysOf } from '#domain/members/find-member'
import { memberId, parseMemberId } from '#domain/members/member'
import { limitsOfMember, type MemberLimit } from '#domain/templates/limits-of-member'
import { maskedNote } from '#methods/masked-note'
import { memberRefusal } from '#methods/member-result'
import { type CallContext, InvalidInput, type LifecycleDependencies, type Method } from '#methods/method'
import { searchCouponsMethod } from '#methods/yaoquan.coupon.search'
import { getMemberMethod } from '#methods/yaoquan.member.get'
import { noticeOrigin } from './act-request.ts'

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

type Dependencies = Pick<LifecycleDependencies, 'members'> & Readonly<{ notices: NoticeRecorder }>

/** The full phones of a member. The event is recorded first: without it nothing is shown. */
export function unmaskMemberMethod({ members, notices }: Dependencies): Method<typeof unmaskMember> {
  return {
    definition: unmaskMember,
    async call(input, context) {
      const { text: reason } = maskedNote('reason', input.reason.trim())
      const problem = problemOfReason(reason)
      if (problem !== undefined) throw new InvalidInput('reason', problem)
      const selector = { memberId: input.memberId }
      const found = activeMember(await members.lookUpMembers(context.sellerId, keysOf(selector)), selector)
      if (found.kind === 'refused') return { result: memberRefusal(found.refusal) }
      const { memberNo, phones } = found.member
      await notices.recordNotice(unmaskedNotice(noticeOrigin(context), { memberId: memberId(memberNo), reason }))
      const numbers = phones.map(({ phone: number, state }) => ({ number, state }))
      return { result: { numbers, success: true } }
    },
  }
}
