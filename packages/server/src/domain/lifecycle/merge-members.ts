import { checkActive, findActiveMember } from '#domain/members/find-member'
import { type Member, type MemberNumber, mergeUndoMs } from '#domain/members/member'
import { type MemberRefusal, type Refused, refused } from '#domain/members/member-refusal'
import type { MemberWriter } from '#domain/members/member-store'
import { mergedProfile } from '#domain/members/merged-profile'
import type { LifecycleWriter, Worked, WriteCall, Written } from './lifecycle-store.ts'

export type Merging = WriteCall &
  Readonly<{
    /** Ids of members. */
    from: string
    into: string
    reason: string | undefined
  }>

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
export function mergeMembers(merging: Merging): Promise<Written<MergeAnswer, MemberRefusal>> {
  const { lifecycle, request, reason } = merging
  return lifecycle.writeOnce<MergeAnswer, MemberRefusal>(request, async (writer) => {
    const both = await findBoth(writer, merging)
    if (both.kind === 'refused') return both
    const { from, into } = both
    const preview = await previewMerge(writer, both)
    const mergeId = await writer.mergeMembers(from, into, reason)
    return { kind: 'done', answer: { ...preview, mergeId, undoUntilMs: request.nowMs + mergeUndoMs } }
  })
}

type Source = Pick<MemberWriter, 'findMember' | 'findMembersNamed' | 'countClaims'> &
  Pick<LifecycleWriter, 'findTemplate'>

/** What `mergeMembers` would do now. */
export async function dryMerge(
  source: Source,
  merging: Pick<Merging, 'from' | 'into'>,
): Promise<Worked<MergePreview, MemberRefusal>> {
  const both = await findBoth(source, merging)
  return both.kind === 'refused' ? both : { kind: 'done', answer: await previewMerge(source, both) }
}

type Both = Readonly<{ kind: 'both'; from: Member; into: Member }>

async function findBoth(members: Source, { from, into }: Pick<Merging, 'from' | 'into'>): Promise<Both | Refused> {
  if (from === into) {
    const rule = { zh: '与 from_member_id 相同', en: 'equals from_member_id' }
    return refused({ kind: 'invalid-member', field: 'into_member_id', rule })
  }
  const foundFrom = await findActiveMember(members, { memberId: from })
  if (foundFrom.kind === 'refused') return refused({ ...foundFrom.refusal, field: 'from_member_id' })
  const foundInto = await findActiveMember(members, { memberId: into })
  if (foundInto.kind === 'refused') return refused({ ...foundInto.refusal, field: 'into_member_id' })
  return { kind: 'both', from: foundFrom.member, into: foundInto.member }
}

async function previewMerge(source: Source, { from, into }: Both): Promise<MergePreview> {
  const known = new Set(into.phones.map(({ phone }) => phone))
  const newPhones = new Set(from.phones.map(({ phone }) => phone).filter((phone) => !known.has(phone)))
  const { filled, kept } = mergedProfile(from.profile, into.profile)
  return {
    phoneCount: newPhones.size,
    cardCount: from.cards.length,
    filledFields: filled,
    keptFields: kept,
    limits: await reachedLimits(source, from.memberNo, into.memberNo),
  }
}

/** Coupons that name only a phone both hold count for both, so the sum is the most that the merge can lead to. */
async function reachedLimits(source: Source, from: MemberNumber, into: MemberNumber): Promise<readonly ReachedLimit[]> {
  const [ofFrom, ofInto] = [await source.countClaims(from), await source.countClaims(into)]
  const reached: ReachedLimit[] = []
  for (const [couponId, count] of ofFrom) {
    const memberTotal = (await source.findTemplate(couponId))?.terms.memberTotal
    const claimed = count + (ofInto.get(couponId) ?? 0)
    if (memberTotal !== undefined && claimed >= memberTotal) reached.push({ couponId, claimed, memberTotal })
  }
  return reached
}

export type UndoingMerge = WriteCall &
  Readonly<{
    mergeId: string
    reason: string | undefined
  }>

export type UnmergeAnswer = Readonly<{ from: MemberNumber; into: MemberNumber }>

/** Undoes a merge that is not older than 30 days. */
export function unmergeMembers(asked: UndoingMerge): Promise<Written<UnmergeAnswer, MemberRefusal>> {
  const { lifecycle, request, mergeId, reason } = asked
  return lifecycle.writeOnce<UnmergeAnswer, MemberRefusal>(request, async (writer) => {
    const merge = await writer.findMerge(mergeId)
    if (merge === undefined) return refused({ kind: 'merge-not-found' })
    const isOver = merge.undoneAtMs !== undefined || request.nowMs > merge.mergedAtMs + mergeUndoMs
    if (isOver) return refused({ kind: 'merge-not-undoable' })
    const [from, into] = [await writer.findMember(merge.from), await writer.findMember(merge.into)]
    if (from === undefined || into === undefined) throw new RangeError('a merge of members that do not exist')
    if (from.state.kind === 'erased') return refused({ kind: 'member-erased' })
    // What a later merge moved on is given back by undoing that one first.
    const active = checkActive(into)
    if (active.kind === 'refused') return active
    await writer.undoMerge(merge, reason)
    return { kind: 'done', answer: { from: merge.from, into: merge.into } }
  })
}
