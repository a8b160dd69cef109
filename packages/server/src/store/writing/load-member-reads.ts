import type { MemberReads } from '#domain/lifecycle/member-changes'
import type { FoundMembers, MemberKeys } from '#domain/members/find-member'
import { mergedMembers } from '#store/members/load-identities'
import { lookUpMembers } from '#store/members/load-members'
import { countClaims } from '#store/reading/member-reader'
import { findMemberMerge, memberMergeOfRow } from '#store/tables/member-merge'
import type { ReadLoaders } from './writer-parts.ts'

/** Loads what acts read of members. Texts of the act are encrypted with the key of the member that its reads name, if there is exactly one. */
export const memberLoaders: ReadLoaders<keyof MemberReads> = {
  async members({ unit, identifiers, origin: { sellerId }, forms }, keys) {
    const found = await lookUpMembers({ reader: unit, identifiers, sellerId }, keys)
    forms.owner.concernMembers(namedIn(found, keys))
    return found
  },
  mergedMembers: ({ unit, origin: { sellerId } }, memberNo) => mergedMembers(unit, sellerId, memberNo),
  async merge({ unit, origin: { sellerId } }, mergeId) {
    const row = await unit.one(findMemberMerge({ sellerId, mergeId }))
    return row && memberMergeOfRow(row)
  },
  limitedClaims: ({ unit, origin: { sellerId } }, memberNos) => countClaims(unit, sellerId, memberNos),
  nextEventSeq: async ({ head }) => head.nextSeq,
}

/** The members that are named, without those that they were merged into. */
function namedIn({ byNo, byPhone, byCard }: FoundMembers, { memberNos = [] }: MemberKeys): readonly number[] {
  const named = [...[...byPhone.values()].flat(), ...byCard.values()].map(({ memberNo }) => memberNo)
  return [...memberNos.filter((memberNo) => byNo.has(memberNo)), ...named]
}
