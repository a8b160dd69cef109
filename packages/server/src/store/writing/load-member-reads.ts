import type { MemberReads } from '#domain/lifecycle/member-reads'
import type { Loader } from '#domain/lifecycle/reads'
import type { FoundMembers, MemberKeys } from '#domain/members/find-member'
import { lookUpMembers } from '#store/members/load-members'
import { mergedMembers } from '#store/members/merged-members'
import { countClaims } from '#store/reading/member-reader'
import { findMemberMerge, memberMergeOfRow } from '#store/tables/member-merge'
import type { WriterParts } from './writer-parts.ts'

/** Loads what acts read of members. Texts of the act are encrypted with the key of the member that its reads name, if there is exactly one. */
export function memberLoader({ unit, identifiers, origin, head, forms }: WriterParts): Pick<Loader, keyof MemberReads> {
  const { sellerId } = origin
  return {
    async members(keys) {
      const found = await lookUpMembers({ reader: unit, identifiers, sellerId }, keys)
      forms.owner.concernMembers(namedIn(found, keys))
      return found
    },
    mergedMembers: (memberNo) => mergedMembers(unit, sellerId, memberNo),
    async merge(mergeId) {
      const row = await unit.one(findMemberMerge({ sellerId, mergeId }))
      return row && memberMergeOfRow(row)
    },
    limitedClaims: (memberNos) => countClaims(unit, sellerId, memberNos),
    nextEventSeq: async () => head.nextSeq,
  }
}

/** The members that are named, without those that they were merged into. */
function namedIn({ byNo, byPhone, byCard }: FoundMembers, { memberNos = [] }: MemberKeys): readonly number[] {
  const named = [...[...byPhone.values()].flat(), ...byCard.values()].map(({ memberNo }) => memberNo)
  return [...memberNos.filter((memberNo) => byNo.has(memberNo)), ...named]
}
