import { type Cipher, createCipher } from '#encryption/cipher'

/** Chooses the key that a member's data is sealed with. */
export type MemberKeys = Readonly<{ cipherFor(sellerId: string, memberNo: number): Cipher }>

/** One key for all members. @param key 32 bytes */
export function sharedMemberKey(key: Uint8Array): MemberKeys {
  const cipher = createCipher(key)
  return { cipherFor: () => cipher }
}

/** The row that a sealed value is in. A value does not open in another row. */
export type SealedPlace = Readonly<{
  sellerId: string
  table: 'member' | 'member_phone' | 'member_card' | 'sealed_text'
  /** Number of the row in its seller. */
  ref: number
  /** The member whose key seals it. */
  keyNo: number
}>

/** Encrypts what identifies members: phones, cards and profiles. */
export type MemberCipher = Readonly<{
  seal(text: string, place: SealedPlace): Uint8Array
  /** @throws Error when the value was sealed with another key or for another row, or was altered */
  open(sealed: Uint8Array, place: SealedPlace): string
}>

export function createMemberCipher(keys: MemberKeys): MemberCipher {
  return {
    seal: (text, place) => keys.cipherFor(place.sellerId, place.keyNo).seal(text, contextOf(place)),
    open: (sealed, place) => keys.cipherFor(place.sellerId, place.keyNo).open(sealed, contextOf(place)),
  }
}

function contextOf({ sellerId, table, ref }: SealedPlace): Uint8Array {
  return Buffer.from(`${sellerId}\0${table}\0${ref}`, 'utf8')
}
