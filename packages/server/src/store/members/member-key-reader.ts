import { randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { SqlReader, SqlRow } from '#database/sql-engine'
import { allInList, listsOf } from '#database/table'
import { type Cipher, createCipher, createRandomPool } from '#encryption/cipher'
import type { KeyGeneration } from '#encryption/key-generation'
import type { Keyring } from '#store/keys/keyring'
import { findErasedMember } from '#store/tables/erased-member'
import { findMemberKeys, memberKeyOfRow } from '#store/tables/member-key'
import { type MemberCiphers, type MemberKeys, openOrNothing } from './member-cipher.ts'

/** Opened lately; some 6 MB when full. Few are needed twice, since what they open is kept; but those made ahead are, 1,024 at a time. */
const maxOpen = 4_096

export type MemberKeyReaderParts = Readonly<{
  /** Reader of the database with the keys. */
  reader: SqlReader
  /** Has the keys that seal them. */
  keyring: Keyring
}>

type MemberKey = Readonly<{ memberNo: number; key: Uint8Array }>
export type NewMemberKey = MemberKey & Readonly<{ sealed: Uint8Array }>

/** Reads the keys of members. */
export class MemberKeyReader implements Pick<MemberKeys, 'forOpening' | 'isErased'> {
  readonly #reader: SqlReader
  readonly #keyring: Keyring
  readonly #nonces = createRandomPool(randomBytes)
  readonly #open = new LRUCache<string, Cipher>({ maxSize: maxOpen, sizeCalculation: () => 1 })
  #generation = 0

  constructor({ reader, keyring }: MemberKeyReaderParts) {
    this.#reader = reader
    this.#keyring = keyring
  }

  async forOpening(sellerId: string, memberNos: readonly number[]): Promise<MemberCiphers> {
    const ciphers = new Map<number, Cipher>()
    const missing: number[] = []
    for (const memberNo of memberNos) {
      const cipher = this.#open.get(nameOf(sellerId, memberNo))
      if (cipher === undefined) missing.push(memberNo)
      else ciphers.set(memberNo, cipher)
    }
    for (const list of listsOf(missing)) {
      const generation = this.#generation
      const rows = await allInList(this.#reader, findMemberKeys, { sellerId, memberNos: list })
      for (const [memberNo, cipher] of await this.openRows(sellerId, rows, generation)) ciphers.set(memberNo, cipher)
    }
    return ciphers
  }

  async isErased(sellerId: string, memberNo: number): Promise<boolean> {
    return (await this.#reader.one(findErasedMember({ sellerId, memberNo }))) !== undefined
  }

  /** Rises when keys are dropped. */
  get generation(): number {
    return this.#generation
  }

  /**
   * Opens keys, and keeps them. A key that does not open, since it was altered by hand, throws where it is used: others must stay readable.
   * @param rows of `member_key`, with all columns
   * @param generation from before they were read: keys that may have been destroyed since are not kept
   */
  async openRows(sellerId: string, rows: readonly SqlRow[], generation: number): Promise<MemberCiphers> {
    const ciphers = new Map<number, Cipher>()
    for (const row of rows) {
      const { memberNo, sealed, generation: keyed } = memberKeyOfRow(row)
      if (sealed === undefined) continue
      if (this.#keyring.find(keyed) === undefined) await this.#keyring.refresh()
      const key = openKey(this.#keyring.find(keyed), { sellerId, memberNo, sealed })
      ciphers.set(memberNo, key === undefined ? unusable : this.keep(sellerId, { memberNo, key }, generation))
    }
    return ciphers
  }

  /** Keeps an opened key. @param generation as for `openRows` */
  keep(sellerId: string, { memberNo, key }: MemberKey, generation: number): Cipher {
    const cipher = createCipher(key, this.#nonces)
    if (generation === this.#generation) this.#open.set(nameOf(sellerId, memberNo), cipher)
    return cipher
  }

  /** A new key, also sealed for its row. */
  newKey({ memberKeys }: KeyGeneration, sellerId: string, memberNo: number): NewMemberKey {
    const key = this.#nonces(keyBytes)
    const sealed = memberKeys.seal(Buffer.from(key).toString('base64'), memberKeyContext(sellerId, memberNo))
    return { memberNo, key, sealed }
  }

  /** Drops the opened keys of members. */
  forgetMembers(sellerId: string, memberNos: readonly number[]): void {
    this.#generation += 1
    for (const memberNo of memberNos) this.#open.delete(nameOf(sellerId, memberNo))
  }

  /** Drops every opened key. */
  forget(): void {
    this.#generation += 1
    this.#open.clear()
  }
}

/** @returns undefined for a key that was altered, or that a rotation left under former keys since it was */
function openKey(
  keys: KeyGeneration | undefined,
  { sellerId, memberNo, sealed }: Readonly<{ sellerId: string; memberNo: number; sealed: Uint8Array }>,
): Uint8Array | undefined {
  const text = openOrNothing(() => keys?.memberKeys.open(sealed, memberKeyContext(sellerId, memberNo)))
  return text === undefined ? undefined : Buffer.from(text, 'base64')
}

const unusable: Cipher = { seal: throwUnusable, open: throwUnusable }

function throwUnusable(): never {
  throw new Error('the key of a member was altered')
}

const keyBytes = 32

function nameOf(sellerId: string, memberNo: number): string {
  return `${memberNo} ${sellerId}`
}

/** What the sealed key of a member is bound to. */
export function memberKeyContext(sellerId: string, memberNo: number): Uint8Array {
  return Buffer.from(`${sellerId}\0member_key\0${memberNo}`, 'utf8')
}
