import { type ChangedProfile, changeProfile, type ProfileChange } from '#domain/members/change-profile'
import type { MemberProfile } from '#domain/members/member'
import { canonicalJson } from './lifecycle-store.ts'
import type { SavedMember } from './saved-member.ts'

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
