import { getMember, type InputOf } from '@yaoquan/api'
import { keysOf, type MemberSelector, namedMember } from '#domain/members/find-member'
import { memberRefusal, shownMember, shownMerges } from './member-result.ts'
import type { LifecycleDependencies, Method } from './method.ts'
import { namedOnce } from './named-once.ts'
import { errorResult } from './refused-result.ts'

/** One member with its coupons counted and the merges that can be undone. */
export function getMemberMethod({
  members,
  coupons,
}: Pick<LifecycleDependencies, 'members' | 'coupons'>): Method<typeof getMember> {
  return {
    definition: getMember,
    async call(input, { sellerId, nowMs }) {
      namedOnce(getMember.request, input, ['memberId', 'cardNo', 'phone', 'couponCode'])
      const selector = await selectorIn(input, async (code) => (await coupons.findCoupon(sellerId, code))?.terms)
      if (selector === undefined) return { result: errorResult('memberNotFound') }
      const found = namedMember(await members.lookUpMembers(sellerId, keysOf(selector)), selector)
      if (found.kind === 'refused') return { result: memberRefusal(found.refusal) }
      const { member } = found
      const couponCount = await members.countCoupons(sellerId, [member.memberNo])
      const merges = shownMerges(await members.listMerges(sellerId, member.memberNo, nowMs))
      return { result: { member: shownMember(member), couponCount, merges, success: true } }
    },
  }
}

type FindCoupon = (couponCode: string) => Promise<MemberSelector | undefined>

/** @returns undefined for the code of a coupon that nobody has, or that there is not */
async function selectorIn(
  input: InputOf<typeof getMember>,
  findCoupon: FindCoupon,
): Promise<MemberSelector | undefined> {
  const { couponCode, ...selector } = input
  if (couponCode === undefined) return selector
  const { phone, cardNo } = (await findCoupon(couponCode)) ?? {}
  return phone === undefined && cardNo === undefined ? undefined : { phone, cardNo }
}
