import { type ChangedProfile, changeProfile, type ProfileChange } from '#domain/members/change-profile'
import {
  checkActive,
  type MemberNaming,
  numbersOf,
  plainPhone,
  problemOfCard,
  problemOfPhone,
  uses,
} from '#domain/members/find-member'
import { emptyProfile, type Member, type MemberNumber, type MemberProfile, parseMemberId } from '#domain/members/member'
import { type MemberRefusal, type Refused, refused } from '#domain/members/member-refusal'
import type { MemberChange, MemberWriter } from '#domain/members/member-store'
import { addedCard, addedPhone } from './added-identifiers.ts'
import { canonicalJson } from './canonical-json.ts'
import type { Worked, WriteCall, Written } from './lifecycle-store.ts'

export type Saving = SavedMember & WriteCall

/** What is saved of one member. */
export type SavedMember = Readonly<{
  naming: MemberNaming
  change: ProfileChange
  /** Whether a phone that is sent with a member id may be one of other members too. */
  mayShare: boolean
  /** Whether consent of the same content keeps its time, so that a file can be imported again. */
  keepsConsent?: boolean
}>

export type MemberSaver = Pick<
  MemberWriter,
  'findMember' | 'findMembersNamed' | 'nameMembers' | 'addMember' | 'changeMember' | 'touchMember'
>

export type SaveAnswer = Readonly<{ memberNo: MemberNumber; isCreated: boolean; isChanged: boolean }>

/**
 * Creates a member or changes one. With a member id, a phone and card are added to that member; without, they name the member as
 * they would on a coupon, and one who is unknown is created.
 */
export function saveMember(saving: Saving): Promise<Written<SaveAnswer, MemberRefusal>> {
  return saving.lifecycle.writeOnce<SaveAnswer, MemberRefusal>(saving.request, (writer) =>
    saveWithin(writer, saving, saving.request.nowMs),
  )
}

/** As `saveMember`, inside a work. */
export async function saveWithin(
  writer: MemberSaver,
  saving: SavedMember,
  nowMs: number,
): Promise<Worked<SaveAnswer, MemberRefusal>> {
  const { naming, change } = saving
  const phone = plainPhone(naming.phone)
  const problem = problemOfPhone(phone, 'phone') ?? problemOfCard(naming.cardNo, 'card_no')
  if (problem !== undefined) return refused(problem)
  const alone = changeProfile(emptyProfile, change, nowMs)
  if (alone.kind === 'invalid') return refused({ ...alone, kind: 'invalid-member' })
  const opened = naming.memberId === undefined ? await openNamed(writer, saving) : await openById(writer, saving)
  if (opened.kind === 'refused') return opened
  const { member, isCreated } = opened
  const changed = profileAfter(member.profile, saving, nowMs)
  if (changed.kind === 'invalid') return refused({ ...changed, kind: 'invalid-member' })
  const changes = [...opened.changes]
  if (isOtherProfile(member.profile, changed.profile)) changes.push({ kind: 'profile', profile: changed.profile })
  if (changes.length > 0 || isCreated) await writer.changeMember(member, changes)
  else await writer.touchMember(member.memberNo)
  return { kind: 'done', answer: { memberNo: member.memberNo, isCreated, isChanged: changes.length > 0 } }
}

/** The profile of a member after a save. The first broken rule is reported. */
export function profileAfter(
  profile: MemberProfile,
  { change, keepsConsent = false }: Pick<SavedMember, 'change' | 'keepsConsent'>,
  nowMs: number,
): ChangedProfile {
  const { marketingConsent, ...others } = change
  const isKept = keepsConsent && isSameConsent(profile.marketingConsent, marketingConsent)
  return changeProfile(profile, isKept ? others : change, nowMs)
}

/** Whether two profiles differ in anything. */
export function isOtherProfile(before: MemberProfile, after: MemberProfile): boolean {
  return canonicalJson(after) !== canonicalJson(before)
}

function isSameConsent(
  stored: Member['profile']['marketingConsent'],
  answer: ProfileChange['marketingConsent'],
): boolean {
  return stored?.isGiven === answer?.given && stored?.source === answer?.source
}

type Opened = Readonly<{ kind: 'opened'; member: Member; isCreated: boolean; changes: readonly MemberChange[] }>

async function openNamed(writer: MemberSaver, { naming }: SavedMember): Promise<Opened | Refused> {
  const named = { phone: plainPhone(naming.phone), cardNo: naming.cardNo }
  if (named.phone === undefined && named.cardNo === undefined) {
    return { kind: 'opened', member: await writer.addMember(), isCreated: true, changes: [] }
  }
  const before = await writer.findMembersNamed(named)
  const { memberNos, isChanged } = await writer.nameMembers(named)
  const [memberNo, ...others] = memberNos
  // A phone of too many members names nobody.
  if (memberNo === undefined || others.length > 0) {
    return refused({ kind: 'member-ambiguous', memberNos: memberNo === undefined ? numbersOf(before) : memberNos })
  }
  const member = await writer.findMember(memberNo)
  if (member === undefined) throw new RangeError('a member that was named does not exist')
  const active = checkActive(member)
  if (active.kind === 'refused') return active
  const isCreated = !numbersOf(before).includes(memberNo)
  return { kind: 'opened', member, isCreated, changes: isChanged && !isCreated ? [{ kind: 'named' }] : [] }
}

async function openById(writer: MemberSaver, { naming, mayShare }: SavedMember): Promise<Opened | Refused> {
  const memberNo = parseMemberId(naming.memberId ?? '')
  const member = memberNo === undefined ? undefined : await writer.findMember(memberNo)
  if (member === undefined) return refused({ kind: 'member-not-found' })
  const active = checkActive(member)
  if (active.kind === 'refused') return active
  const phone = plainPhone(naming.phone)
  const holders =
    phone === undefined || uses(member, phone) ? [] : await writer.findMembersNamed({ phone, cardNo: undefined })
  const added = addedPhone({ byPhone: new Map([[phone ?? '', holders]]) }, member, { phone, mayShare })
  if (added.kind === 'refused') return added
  const { cardNo } = naming
  const owners = cardNo === undefined ? [] : await writer.findMembersNamed({ cardNo, phone: undefined })
  const card = addedCard({ byCard: new Map(owners.map((owner) => [cardNo ?? '', owner])) }, member, cardNo)
  if (card.kind === 'refused') return card
  return { kind: 'opened', member, isCreated: false, changes: [...added.changes, ...card.changes] }
}
