import type { FoundMembers, MemberKeys } from '#domain/members/find-member'
import type { MemberNumber } from '#domain/members/member'
import type { MemberMerge, MergedMembers } from '#domain/members/member-store'
import type { ReadKindOf, ReadOf } from './read-kind.ts'

/** What acts can see of members. */
export interface MemberReads {
  /** Members by numbers, phones and cards, with those that merged ones were merged into. */
  members: ReadKindOf<MemberKeys, FoundMembers>
  mergedMembers: ReadKindOf<MemberNumber, MergedMembers>
  merge: ReadKindOf<string, MemberMerge | undefined>
  /** For members: coupons claimed of templates with a member limit, by template. */
  limitedClaims: ReadKindOf<readonly MemberNumber[], ReadonlyMap<MemberNumber, ReadonlyMap<string, number>>>
  /** The number that the next event of the seller gets. */
  nextEventSeq: ReadKindOf<undefined, number>
}

export function membersBy(keys: MemberKeys): ReadOf<'members', MemberKeys> {
  return { kind: 'members', by: keys }
}

export function mergedMembers(memberNo: MemberNumber): ReadOf<'mergedMembers', MemberNumber> {
  return { kind: 'mergedMembers', by: memberNo }
}

export function mergeById(mergeId: string): ReadOf<'merge', string> {
  return { kind: 'merge', by: mergeId }
}

export function limitedClaims(memberNos: readonly MemberNumber[]): ReadOf<'limitedClaims', readonly MemberNumber[]> {
  return { kind: 'limitedClaims', by: memberNos }
}

export function nextEventSeq(): ReadOf<'nextEventSeq', undefined> {
  return { kind: 'nextEventSeq', by: undefined }
}
