import type { BusinessErrorName, getMember, ResponseOf } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { type Member, memberId, mergeUndoMs } from '#domain/members/member'
import type { MemberRefusal } from '#domain/members/member-refusal'
import type { MemberMerge } from '#domain/members/member-store'
import { brokenRule, errorResult, type RefusedResult } from './refused-result.ts'

type ShownMember = NonNullable<ResponseOf<typeof getMember>['result']['member']>

type ShownMerges = ResponseOf<typeof getMember>['result']['merges']

/** A member as answers show it. */
export function shownMember(member: Member): ShownMember {
  const { memberNo, state, profile, phones, cards, createdAtMs } = member
  const { name, level, tags, birthday, marketingConsent, attributes } = profile
  return {
    memberId: memberId(memberNo),
    state: state.kind,
    mergedInto: state.kind === 'merged' ? memberId(state.into) : undefined,
    name,
    level,
    tags: tags.length === 0 ? undefined : [...tags],
    birthday,
    marketingConsent: marketingConsent && {
      given: marketingConsent.isGiven,
      at: momentText(marketingConsent.atMs),
      source: marketingConsent.source,
    },
    attributes:
      Object.keys(attributes).length === 0
        ? undefined
        : Object.entries(attributes).map(([attribute, value]) => ({ name: attribute, value })),
    phones: shownPhones(phones).map(({ phone, state, sinceMs }) => ({ phone, state, since: momentText(sinceMs) })),
    cards: cards.map(({ cardNo, state, sinceMs }) => ({ cardNo, state, since: momentText(sinceMs) })),
    createdAt: momentText(createdAtMs),
  }
}

/** Merges as answers show them. */
export function shownMerges(merges: readonly MemberMerge[]): ShownMerges {
  if (merges.length === 0) return undefined
  return merges.map(({ mergeId, from, mergedAtMs }) => ({
    mergeId,
    fromMemberId: memberId(from),
    mergedAt: momentText(mergedAtMs),
    undoUntil: momentText(mergedAtMs + mergeUndoMs),
  }))
}

/** Leaves out the former entry of a phone that the member still uses, which exists where others shared the phone. */
function shownPhones(phones: Member['phones']): Member['phones'] {
  const used = new Set(phones.filter(({ state }) => state === 'active').map(({ phone }) => phone))
  return phones.filter(({ phone, state }) => state === 'active' || !used.has(phone))
}

/** The answer of a call about members that was refused. */
export function memberRefusal(refusal: MemberRefusal): RefusedResult {
  switch (refusal.kind) {
    case 'member-not-found':
      return { ...errorResult('memberNotFound'), field: refusal.field }
    case 'member-ambiguous':
      return ofMembers('memberAmbiguous', refusal.memberNos)
    case 'member-merged': {
      const mergedInto = memberId(refusal.into)
      return { ...errorResult('memberMerged', { mergedInto }), mergedInto, field: refusal.field }
    }
    case 'member-erased':
      return { ...errorResult('memberErased'), field: refusal.field }
    case 'invalid-member':
      return brokenRule('invalidMember', refusal.field, refusal.rule)
    case 'phone-of-other-members':
      return ofMembers('phoneOfOtherMembers', refusal.memberNos)
    case 'card-of-other-member':
      return ofMembers('cardOfOtherMember', refusal.memberNos)
    case 'phone-not-held':
      return errorResult('phoneNotHeld')
    case 'merge-not-found':
      return errorResult('mergeNotFound')
    case 'merge-not-undoable':
      return errorResult('mergeNotUndoable')
  }
}

function ofMembers(name: BusinessErrorName, memberNos: readonly number[]): RefusedResult {
  const memberIds = memberNos.map(memberId)
  return { ...errorResult(name, { memberIds: memberIds.join(', ') }), memberIds }
}
