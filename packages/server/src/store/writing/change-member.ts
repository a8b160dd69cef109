import { type Member, memberId } from '#domain/members/member'
import type { MemberChange } from '#domain/members/member-store'
import { sealedProfile } from '#store/members/sealed-contents'
import { identifierStateCodes } from '#store/tables/identifier-state'
import { cardInState, findMemberCards, setCardState } from '#store/tables/member-card'
import { findPhoneMember, heldInState, setPhoneState } from '#store/tables/phone-member'
import { forgetUsageOfPhones } from './forget-usage.ts'
import { appendMemberEvent } from './member-events.ts'
import { changeMemberRow } from './merge-member-rows.ts'
import type { MemberWriterParts } from './shared-parts.ts'
import { sealedReason } from './stored-forms.ts'

type Change<Kind extends MemberChange['kind']> = Extract<MemberChange, { kind: Kind }>

/** Applies changes to a member and appends one event `member_changed`. The caller has locked the issuers of the seller. */
export async function changeMember(
  parts: MemberWriterParts,
  member: Member,
  { changes, reason: given }: Readonly<{ changes: readonly MemberChange[]; reason: string | undefined }>,
): Promise<void> {
  const { identifiers, origin } = parts
  for (const change of changes) {
    if (change.kind === 'phone-state') await changePhoneState(parts, member, change)
    if (change.kind === 'card-state') await changeCardState(parts, change)
  }
  const profile = changes.findLast((change) => change.kind === 'profile')?.profile
  const source = { identifiers, sellerId: origin.sellerId }
  const profileSealed = profile && (await sealedProfile(source, member.memberNo, profile))
  await changeMemberRow(parts, member.memberNo, (row) =>
    profileSealed === undefined ? row : { ...row, profileSealed },
  )
  const reason = await sealedReason(parts, given, member.memberNo)
  appendMemberEvent(parts, {
    kind: 'member_changed',
    memberNos: [member.memberNo],
    textOf: () => JSON.stringify({ member_id: memberId(member.memberNo), ...eventContent(member, changes), reason }),
  })
}

async function changePhoneState(
  parts: MemberWriterParts,
  { memberNo }: Member,
  { phone, state }: Change<'phone-state'>,
): Promise<void> {
  const { unit, head, origin } = parts
  const { sellerId, atMs } = origin
  const row = await unit.one(findPhoneMember({ sellerId, phoneRef: phone.phoneRef, memberNo }))
  if (row === undefined) throw new RangeError(`member ${memberNo} does not hold the phone`)
  const changed = heldInState(row, { state, sinceMs: atMs })
  await unit.run(
    setPhoneState({ state: identifierStateCodes[state], sinceMs: atMs, sellerId, phoneRef: phone.phoneRef, memberNo }),
  )
  head.changeMemberRows([{ table: 'phone_member', rows: [changed] }], [{ table: 'phone_member', rows: [row] }])
  await forgetUsageOfPhones(unit, sellerId, [phone.phoneRef])
  head.raiseIdentityVersion()
}

async function changeCardState(
  { unit, head, origin }: MemberWriterParts,
  { card, state }: Change<'card-state'>,
): Promise<void> {
  const { sellerId, atMs } = origin
  const row = await unit.one(findMemberCards({ sellerId, refs: [card.cardRef] }))
  if (row === undefined) throw new RangeError('the card does not exist')
  await unit.run(setCardState({ state: identifierStateCodes[state], sinceMs: atMs, sellerId, cardRef: card.cardRef }))
  const changed = cardInState(row, state, atMs)
  head.changeMemberRows([{ table: 'member_card', rows: [changed] }], [{ table: 'member_card', rows: [row] }])
}

/** Numbers and names of fields, never values: events are kept for ever. */
function eventContent({ profile: before }: Member, changes: readonly MemberChange[]): object {
  const profile = changes.findLast((change) => change.kind === 'profile')?.profile
  const fields = profile && fieldNames.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(profile[name]))
  return {
    named: changes.some(({ kind }) => kind === 'named') || undefined,
    fields: fields?.map((name) => (name === 'marketingConsent' ? 'marketing_consent' : name)),
    ...(changes.some(({ kind }) => kind === 'add-phone') && { phone_added: true }),
    ...(changes.some(({ kind }) => kind === 'add-card') && { card_added: true }),
    phone_state: changes.flatMap((change) => (change.kind === 'phone-state' ? [change.state] : [])).at(0),
    card_state: changes.flatMap((change) => (change.kind === 'card-state' ? [change.state] : [])).at(0),
  }
}

const fieldNames = ['name', 'level', 'tags', 'birthday', 'marketingConsent', 'attributes'] as const
