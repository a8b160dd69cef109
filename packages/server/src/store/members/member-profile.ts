import { createHash } from 'node:crypto'
import { emptyProfile, type MemberNumber, type MemberProfile } from '#domain/members/member'
import type { StoredMember } from '#store/tables/member'
import type { Identifiers } from './identifiers.ts'

export type ProfileSource = Readonly<{ identifiers: Identifiers; sellerId: string }>

/** Profiles of members, opened, in order. Those of erased members are empty. */
export async function profilesOf(
  { identifiers, sellerId }: ProfileSource,
  members: readonly Pick<StoredMember, 'memberNo' | 'profileSealed'>[],
): Promise<readonly MemberProfile[]> {
  const sealed = members.filter(({ profileSealed }) => profileSealed !== undefined)
  const open = await identifiers.cipher.opener(
    sellerId,
    sealed.map(({ memberNo }) => memberNo),
  )
  return members.map(({ memberNo, profileSealed }) => {
    const text = profileSealed && open(profileSealed, placeOf(memberNo))
    return text === undefined ? emptyProfile : { ...emptyProfile, ...JSON.parse(text) }
  })
}

/** A profile as it is stored. */
export async function sealedProfile(
  { identifiers, sellerId }: ProfileSource,
  memberNo: MemberNumber,
  profile: MemberProfile,
): Promise<Uint8Array> {
  const seal = await identifiers.cipher.sealer(sellerId, [memberNo])
  return seal(JSON.stringify(profile), placeOf(memberNo))
}

/** Tells whether a sealed profile was written anew. Every sealing has a nonce of its own, so it reveals nothing. */
export function profileHash(sealed: Uint8Array): string {
  return createHash('sha256').update(sealed).digest('hex')
}

function placeOf(memberNo: MemberNumber) {
  return { table: 'member', ref: memberNo, keyNo: memberNo } as const
}
