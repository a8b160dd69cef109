import { type ChangedProfile, changeProfile, type ProfileChange } from '#domain/members/change-profile'
import type { MemberSelector } from '#domain/members/find-member'
import type { MemberNumber, MemberProfile } from '#domain/members/member'
import { canonicalJson } from './lifecycle-store.ts'

/** What is saved of one member. */
export type SavedMember = Readonly<{
  selector: MemberSelector
  change: ProfileChange
  /** Whether a phone that is sent with a member id may be one of other members too. */
  mayShare: boolean
  /** Whether consent of the same content keeps its time, so that a file can be imported again. */
  keepsConsent?: boolean
}>

export type SaveAnswer = Readonly<{ memberNo: MemberNumber; isCreated: boolean; isChanged: boolean }>

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

function isSameConsent(stored: MemberProfile['marketingConsent'], answer: ProfileChange['marketingConsent']): boolean {
  return stored?.isGiven === answer?.given && stored?.source === answer?.source
}
