import { createHash } from 'node:crypto'
import { emptyProfile, type MemberNumber, type MemberProfile } from '#domain/members/member'
import type { StoredMember } from '#store/tables/member'
import type { Identifiers } from './identifiers.ts'

export type ProfileSource = Readonly<{ identifiers: Identifiers; sellerId: string }>

/** A member's profile, opened. */
export function profileOf(
  { identifiers, sellerId }: ProfileSource,
  { memberNo, profileSealed }: Pick<StoredMember, 'memberNo' | 'profileSealed'>,
): MemberProfile {
  if (profileSealed === undefined) return emptyProfile
  return { ...emptyProfile, ...JSON.parse(identifiers.cipher.open(profileSealed, placeOf(sellerId, memberNo))) }
}

/** A profile as it is stored. */
export function sealedProfile(
  { identifiers, sellerId }: ProfileSource,
  memberNo: MemberNumber,
  profile: MemberProfile,
): Uint8Array {
  return identifiers.cipher.seal(JSON.stringify(profile), placeOf(sellerId, memberNo))
}

/** Tells whether a sealed profile was written anew. Every sealing has a nonce of its own, so it reveals nothing. */
export function profileHash(sealed: Uint8Array): string {
  return createHash('sha256').update(sealed).digest('hex')
}

function placeOf(sellerId: string, memberNo: MemberNumber) {
  return { sellerId, table: 'member', ref: memberNo, keyNo: memberNo } as const
}
