import { mergedProfile } from '#domain/members/change-profile'
import { activeMember, checkActive, type FoundMembers, oneOrNone } from '#domain/members/find-member'
import { type Member, type MemberNumber, mergeUndoMs, parseMemberId } from '#domain/members/member'
import { type MemberRefusal, type Refused, refused } from '#domain/members/member-refusal'
import { act, type Decision, done, load } from './act.ts'
import { limitedClaims, membersBy, membersMerged, mergeById, mergeUndone, nextEventSeq } from './member-changes.ts'
import { templatesById } from './template-changes.ts'

/** `from` and `into`: ids of members. */
type Merging = Readonly<{ from: string; into: string; reason: string | undefined }>

/** A template whose limit per member both together reach or exceed. */
export type ReachedLimit = Readonly<{ couponId: string; claimed: number; memberTotal: number }>

/** What a merge does. */
export type MergePreview = Readonly<{
  phoneCount: number
  cardCount: number
  filledFields: readonly string[]
  keptFields: readonly string[]
  limits: readonly ReachedLimit[]
}>

export type MergeAnswer = MergePreview & Readonly<{ mergeId: string; undoUntilMs: number }>

/** Makes two members one: `into` gets the phones, cards and coupons of `from`, and what its own profile lacks. */
export const mergeMembers = act({
  runsAlone: true,
  *reads({ from, into }: Merging) {
    const memberNos = [from, into].flatMap((id) => oneOrNone(parseMemberId(id)))
    const { members, claims, eventSeq } = yield* load({
      members: membersBy({ memberNos }),
      claims: limitedClaims(memberNos),
      eventSeq: nextEventSeq(),
    })
    const ofFrom = claims.get(parseMemberId(from) ?? 0)
    const { templates } = yield* load({ templates: templatesById([...(ofFrom?.keys() ?? [])]) })
    const memberTotals = new Map([...templates].map(([couponId, { terms }]) => [couponId, terms.memberTotal]))
    return { members, claims, memberTotals, eventSeq }
  },
  decide({ input, found, nowMs }): Decision<MergeAnswer, MemberRefusal> {
    const both = findBoth(found.members, input)
    if (both.kind === 'refused') return both
    const mergeId = String(found.eventSeq)
    const answer = { ...previewOf(both, found), mergeId, undoUntilMs: nowMs + mergeUndoMs }
    const { from, into } = both
    return done(answer, [membersMerged({ from, into, mergeId, reason: input.reason })])
  },
})

type Both = Readonly<{ kind: 'both'; from: Member; into: Member }>

function findBoth(members: FoundMembers, { from, into }: Merging): Both | Refused {
  if (from === into) {
    const rule = { zh: '与 from_member_id 相同', en: 'equals from_member_id' }
    return refused({ kind: 'invalid-member', field: 'into_member_id', rule })
  }
  const foundFrom = activeMember(members, { memberId: from })
  if (foundFrom.kind === 'refused') return refused({ ...foundFrom.refusal, field: 'from_member_id' })
  const foundInto = activeMember(members, { memberId: into })
  if (foundInto.kind === 'refused') return refused({ ...foundInto.refusal, field: 'into_member_id' })
  return { kind: 'both', from: foundFrom.member, into: foundInto.member }
}

type Claims = Readonly<{
  /** Claims by member and template. */
  claims: ReadonlyMap<number, ReadonlyMap<string, number>>
  /** Member limits of the templates that `from` claimed. */
  memberTotals: ReadonlyMap<string, number | undefined>
}>

function previewOf({ from, into }: Both, found: Claims): MergePreview {
  const known = new Set(into.phones.map(({ phone }) => phone))
  const newPhones = new Set(from.phones.map(({ phone }) => phone).filter((phone) => !known.has(phone)))
  const { filled, kept } = mergedProfile(from.profile, into.profile)
  return {
    phoneCount: newPhones.size,
    cardCount: from.cards.length,
    filledFields: filled,
    keptFields: kept,
    limits: reachedLimits(found, from, into),
  }
}

/** Coupons that name only a phone both hold count for both, so the sum is the most that the merge can lead to. */
function reachedLimits({ claims, memberTotals }: Claims, from: Member, into: Member): readonly ReachedLimit[] {
  const ofInto = claims.get(into.memberNo)
  return [...(claims.get(from.memberNo) ?? [])].flatMap(([couponId, count]) => {
    const memberTotal = memberTotals.get(couponId)
    const claimed = count + (ofInto?.get(couponId) ?? 0)
    return memberTotal !== undefined && claimed >= memberTotal ? [{ couponId, claimed, memberTotal }] : []
  })
}

export type UnmergeAnswer = Readonly<{ from: MemberNumber; into: MemberNumber }>

type UndoingMerge = Readonly<{ mergeId: string; reason: string | undefined }>

/** Undoes a merge that is not older than 30 days. */
export const unmergeMembers = act({
  runsAlone: true,
  *reads({ mergeId }: UndoingMerge) {
    const { merge } = yield* load({ merge: mergeById(mergeId) })
    const memberNos = merge === undefined ? [] : [merge.from, merge.into]
    return { merge, ...(yield* load({ members: membersBy({ memberNos }) })) }
  },
  decide({ input: { reason }, found: { merge, members }, nowMs }): Decision<UnmergeAnswer, MemberRefusal> {
    if (merge === undefined) return refused({ kind: 'merge-not-found' })
    const isOver = merge.undoneAtMs !== undefined || nowMs > merge.mergedAtMs + mergeUndoMs
    if (isOver) return refused({ kind: 'merge-not-undoable' })
    const [from, into] = [members.byNo.get(merge.from), members.byNo.get(merge.into)]
    if (from === undefined || into === undefined) throw new RangeError('a merge of members that do not exist')
    if (from.state.kind === 'erased') return refused({ kind: 'member-erased' })
    // What a later merge moved on is given back by undoing that one first.
    const active = checkActive(into)
    if (active.kind === 'refused') return active
    return done({ from: merge.from, into: merge.into }, [mergeUndone({ merge, reason })])
  },
})
