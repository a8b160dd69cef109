import { anyOf, type Cipher } from '#encryption/cipher'
import type { KeyGeneration } from '#encryption/key-generation'
import type { Keyring } from '#store/keys/keyring'

/** Ciphers by the number of the member. */
export type MemberCiphers = ReadonlyMap<number, Cipher>

/** The keys of members. Erasing a member destroys its key. */
export interface MemberKeys {
  /** Ciphers of members, to seal with. Keys that do not exist are made, and are durable when this resolves. */
  forSealing(sellerId: string, memberNos: readonly number[]): Promise<MemberCiphers>
  /** Ciphers of members, to open with. Those of members without a key, since they were erased, are missing. */
  forOpening(sellerId: string, memberNos: readonly number[]): Promise<MemberCiphers>
  /** Whether a member's key was destroyed, or is about to be. */
  isErased(sellerId: string, memberNo: number): Promise<boolean>
}

/** Keys that may be readable only, which is enough for audits. */
export type ReadableMemberKeys = Omit<MemberKeys, 'forSealing'> & Partial<Pick<MemberKeys, 'forSealing'>>

/** The row that a sealed value is in. A value does not open in another row. */
type SealedPlace = Readonly<{
  table: 'member' | 'member_phone' | 'member_card' | 'sealed_text' | 'shop_order' | 'refused_call' | 'job_item'
  /** Number of the row in its seller, the number of an answer, or job and place. */
  ref: number | string
  /** The member whose key seals it; 0: the store's key, for what belongs to no member. */
  keyNo: number
}>

type Seal = (text: string, place: SealedPlace) => Uint8Array

/**
 * Gives undefined where the member was erased.
 * @throws Error when the value was sealed with another key or for another row, or was altered
 */
type Open = (sealed: Uint8Array, place: SealedPlace) => string | undefined

/** Encrypts what identifies members: phones, cards and profiles. */
export type MemberCipher = Readonly<{
  /**
   * @param keyNos of the places that are sealed with the result; makes the keys that do not exist
   * @param keys of the store, for what belongs to no member; may be left out where nothing does
   */
  sealer(sellerId: string, keyNos: readonly number[], keys?: Pick<KeyGeneration, 'texts'>): Promise<Seal>
  /** Seals under the key of a member, which must exist: undefined for one who was erased, and for one that there is not. */
  sealerWithKey(sellerId: string, memberNo: number): Promise<Seal | undefined>
  /** @param keyNos of the places that are opened with the result */
  opener(sellerId: string, keyNos: readonly number[]): Promise<Open>
}>

/** @param keyring of the store, for what belongs to no member */
export function createMemberCipher(keys: ReadableMemberKeys, keyring: Pick<Keyring, 'live'>): MemberCipher {
  const members = (keyNos: readonly number[]) => [...new Set(keyNos)].filter((keyNo) => keyNo !== noMember)
  return {
    async sealer(sellerId, keyNos, ofStore) {
      if (keys.forSealing === undefined) throw new Error('the keys of members were opened for reading')
      const ciphers = await keys.forSealing(sellerId, members(keyNos))
      return (text, place) => {
        const cipher = place.keyNo === noMember ? ofStore?.texts : ciphers.get(place.keyNo)
        if (cipher === undefined) throw new RangeError(`no key was asked for member ${place.keyNo}`)
        return cipher.seal(text, contextOf(sellerId, place))
      }
    },
    async sealerWithKey(sellerId, memberNo) {
      const cipher = (await keys.forOpening(sellerId, [memberNo])).get(memberNo)
      return cipher && ((text, place) => cipher.seal(text, contextOf(sellerId, place)))
    },
    async opener(sellerId, keyNos) {
      const ciphers = await keys.forOpening(sellerId, members(keyNos))
      const ofStore = anyOf(keyring.live.map(({ texts }) => texts))
      return (sealed, place) => {
        const cipher = place.keyNo === noMember ? ofStore : ciphers.get(place.keyNo)
        return cipher?.open(sealed, contextOf(sellerId, place))
      }
    },
  }
}

const noMember = 0

function contextOf(sellerId: string, { table, ref }: SealedPlace): Uint8Array {
  return Buffer.from(`${sellerId}\0${table}\0${ref}`, 'utf8')
}

/** @returns undefined for what was sealed under another key or for another row, or was altered */
export function openOrNothing(open: () => string | undefined): string | undefined {
  try {
    return open()
  } catch {
    return undefined
  }
}
