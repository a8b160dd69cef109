import { createHash } from 'node:crypto'
import { emptyProfile, type MemberNumber, type MemberProfile } from '#domain/members/member'
import type { KeptRefusal } from '#domain/refusals/refused-call'
import type { StoredMember } from '#store/tables/member'
import type { StoredRefusal } from '#store/tables/refused-call'
import type { Identifiers } from './identifiers.ts'

type ProfileSource = Readonly<{ identifiers: Identifiers; sellerId: string }>

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
    const text = profileSealed && open(profileSealed, placeOfProfile(memberNo))
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
  return seal(JSON.stringify(profile), placeOfProfile(memberNo))
}

/** Tells whether a sealed profile was written anew. Every sealing has a nonce of its own, so it reveals nothing. */
export function profileHash(sealed: Uint8Array): string {
  return createHash('sha256').update(sealed).digest('hex')
}

function placeOfProfile(memberNo: MemberNumber) {
  return { table: 'member', ref: memberNo, keyNo: memberNo } as const
}

type ContentSource = Readonly<{ identifiers: Identifiers; sellerId: string }>

/**
 * Its key seals the contents of orders that name nobody. No member has this number. The key is one of those that a rotation of the master key
 * seals anew, so that contents stay as they are.
 */
export const keyOfNobody = 2 ** 40

/** The number of an order, and the member whose key seals its content. */
type ContentPlace = Readonly<{ orderNo: number; keyNo: number }>

/** The JSON text of an order as it is stored. It may name people, so it is under the key of the order's member. */
export async function sealOrderContent(
  { identifiers, sellerId }: ContentSource,
  place: ContentPlace,
  content: string,
): Promise<Uint8Array> {
  const seal = await identifiers.cipher.sealer(sellerId, [place.keyNo])
  return seal(content, placeOfOrder(place))
}

/** The JSON texts of orders, in order; undefined where the member was erased. */
export async function openOrderContents(
  { identifiers, sellerId }: ContentSource,
  orders: readonly (ContentPlace & Readonly<{ contentSealed: Uint8Array }>)[],
): Promise<readonly (string | undefined)[]> {
  const open = await identifiers.cipher.opener(
    sellerId,
    orders.map(({ keyNo }) => keyNo),
  )
  return orders.map(({ contentSealed, ...place }) => open(contentSealed, placeOfOrder(place)))
}

function placeOfOrder({ orderNo, keyNo }: ContentPlace) {
  return { table: 'shop_order', ref: orderNo, keyNo } as const
}

/** Opens the contents of refused calls. Those of erased members cannot be opened. */
export async function openRefusals(
  { identifiers }: Readonly<{ identifiers: Identifiers }>,
  sellerId: string,
  stored: readonly StoredRefusal[],
): Promise<readonly KeptRefusal[]> {
  if (stored.length === 0) return []
  const open = await identifiers.cipher.opener(sellerId, [...new Set(stored.map(({ keyNo }) => keyNo))])
  return stored.map(({ keyNo, contentSealed, ...refusal }) => {
    if (contentSealed === undefined) return { ...refusal, content: undefined }
    return { ...refusal, content: open(contentSealed, { table: 'refused_call', ref: refusal.requestId, keyNo }) }
  })
}
