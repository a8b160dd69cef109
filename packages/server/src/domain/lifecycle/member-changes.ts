import type { FoundMembers, MemberKeys } from '#domain/members/find-member'
import type { Member, MemberNumber } from '#domain/members/member'
import type { MemberChange, MemberMerge, MergedMembers } from '#domain/members/member-store'
import type { ChangeOf, ReadKindOf, ReadOf } from './change-of.ts'

/** What acts can change of members. */
export interface MemberChanges {
  /** Changes of one member, which are one event. */
  memberChanged: MemberToChange
  /** A call named a member without changing it, which retention counts as activity. */
  memberTouched: MemberNumber
  membersMerged: MemberPairMerge
  mergeUndone: MergeToUndo
  memberErased: MemberErasure
  memberExported: ExportedMember
}

/**
 * Changes of one member, in order, which one event `member_changed` records. Counts of claims of every member whose coupons may be others
 * now are made anew. What identity resolution makes of added phones and cards is a change of its own (`changesWithIdentifiers`).
 */
export type MemberToChange = Readonly<{
  /** The member as it was found. */
  member: Member
  changes: readonly MemberChange[]
  /** Kept in the event. */
  reason?: string | undefined
}>

/**
 * All phones and cards of `from` become those of `into`, whose profile gets what it lacks (`mergedProfile`). One event `member_merged`
 * records it.
 */
export type MemberPairMerge = Readonly<{
  from: Member
  into: Member
  /** The number of the event. */
  mergeId: string
  reason: string | undefined
}>

/**
 * `from` gets back what it brought and `into` still has, and `into` gets its former profile back unless that was changed since. One event
 * `member_unmerged` records it.
 */
type MergeToUndo = Readonly<{ merge: MemberMerge; reason: string | undefined }>

/**
 * Everything that tells who members are is emptied. One event `member_erased` records it. The keys are destroyed after the commit
 * (`Erasures`).
 */
export type MemberErasure = Readonly<{
  /** The member that was named, then those merged into it. */
  memberNos: readonly MemberNumber[]
  /** Every merge that any of them had part in. */
  merges: readonly MemberMerge[]
  reason: string | undefined
}>

/** Everything that is kept of a member is given out. An event `exported` records it, and the member is touched. */
export type ExportedMember = Readonly<{
  memberNo: MemberNumber
  /** The number of the event. */
  eventSeq: number
}>

export function memberChanged(changed: MemberToChange): ChangeOf<'memberChanged', MemberToChange> {
  return { kind: 'memberChanged', to: changed }
}

export function memberTouched(memberNo: MemberNumber): ChangeOf<'memberTouched', MemberNumber> {
  return { kind: 'memberTouched', to: memberNo }
}

export function membersMerged(merge: MemberPairMerge): ChangeOf<'membersMerged', MemberPairMerge> {
  return { kind: 'membersMerged', to: merge }
}

export function mergeUndone(undone: MergeToUndo): ChangeOf<'mergeUndone', MergeToUndo> {
  return { kind: 'mergeUndone', to: undone }
}

export function memberErased(erasure: MemberErasure): ChangeOf<'memberErased', MemberErasure> {
  return { kind: 'memberErased', to: erasure }
}

export function memberExported(exported: ExportedMember): ChangeOf<'memberExported', ExportedMember> {
  return { kind: 'memberExported', to: exported }
}

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
