import { getMember } from '@yaoquan/api'
import { findNamedMember } from '#domain/members/find-member'
import { memberRefusal, shownMember, shownMerges } from './member-result.ts'
import type { LifecycleDependencies, Method } from './method.ts'

/** One member with its coupons counted and the merges that can be undone. */
export function getMemberMethod({ members }: LifecycleDependencies): Method<typeof getMember> {
  return {
    definition: getMember,
    async call(input, { sellerId, nowMs }) {
      const source = {
        findMember: (memberNo: number) => members.findMember(sellerId, memberNo),
        findMembersNamed: (named: Parameters<typeof members.findMembersNamed>[1]) =>
          members.findMembersNamed(sellerId, named),
      }
      const found = await findNamedMember(source, input)
      if (found.kind === 'refused') return { result: memberRefusal(found.refusal) }
      const { member } = found
      const couponCount = await members.countCoupons(sellerId, [member.memberNo])
      const merges = shownMerges(await members.listMerges(sellerId, member.memberNo, nowMs))
      return {
        result: {
          member: shownMember(member),
          couponCount,
          merges,
          success: true,
        },
      }
    },
  }
}
