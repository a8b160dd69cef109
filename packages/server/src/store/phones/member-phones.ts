import { randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { maxInList, paddedList, textForList } from '#database/in-list'
import type { SqlReader } from '#database/sql-engine'
import type { UnitOfWork } from '#database/unit-of-work'
import { type Cipher, createCipher } from '#encryption/cipher'
import { createKeyedDigest, type KeyedDigest } from '#encryption/keyed-digest'
import { createRandomPool } from '#encryption/random-pool'
import {
  findMemberIds,
  findMemberPhones,
  insertMemberPhone,
  memberIdOfRow,
  memberPhoneOfRow,
} from '#store/tables/member-phone'

/** Represents a phone in a coupon: 16 bytes that can be compared but not read. */
export type PhoneIndex = Uint8Array

/** Phones opened lately; some 40 MB when full. */
const maxOpenPhones = 200_000
/** Sealing a thousand takes longer than other calls should wait. */
const phonesSealedAtOnce = 250
const indexBytes = 16

/** Length of the random id by which events name a member. */
export const memberIdBytes = 16

/**
 * The phones of members. A coupon holds only the keyed index of its phone; the phone itself is stored encrypted in one row
 * per seller and phone, so erasing a member is erasing that row.
 */
export class MemberPhones {
  readonly #digest: KeyedDigest
  readonly #cipher: Cipher
  readonly #random = createRandomPool(randomBytes)
  readonly #open = new LRUCache<string, string>({ max: maxOpenPhones })

  constructor(keys: Readonly<{ phoneIndex: Uint8Array; phoneCipher: Uint8Array }>) {
    this.#digest = createKeyedDigest(keys.phoneIndex)
    this.#cipher = createCipher(keys.phoneCipher)
  }

  /** The index of a phone in a seller; the same phone has unrelated indexes in two sellers. */
  indexOf(sellerId: string, phone: string): PhoneIndex {
    return this.#digest(`${sellerId}\0${phone}`).subarray(0, indexBytes)
  }

  /** Opens the phones of many indexes. Where a member was erased, the phone is missing. */
  async openPhones(reader: SqlReader, sellerId: string, indexes: readonly PhoneIndex[]): Promise<OpenPhones> {
    const phones = new Map<string, string>()
    const missing = new Map<string, PhoneIndex>()
    for (const index of indexes) {
      const text = textOf(index)
      const phone = this.#open.get(text)
      if (phone === undefined) missing.set(text, index)
      else phones.set(text, phone)
    }
    for (const list of listsOf([...missing.values()])) {
      const padded = paddedList(list)
      for (const row of await reader.all(textForList(findMemberPhones, padded), [sellerId, ...padded])) {
        const { phoneIndex, sealed } = memberPhoneOfRow(row)
        if (phoneIndex === undefined || sealed === undefined) continue
        const phone = this.#cipher.open(sealed, contextOf(sellerId, phoneIndex))
        this.#open.set(textOf(phoneIndex), phone)
        phones.set(textOf(phoneIndex), phone)
      }
    }
    return { get: (index) => phones.get(textOf(index)) }
  }

  /**
   * Encrypts and stores those of the phones that the seller has not stored yet.
   * @returns the ids of the members whose phones they are
   */
  async storePhones(unit: UnitOfWork, sellerId: string, phones: readonly IndexedPhone[]): Promise<MemberIds> {
    const missing = new Map(phones.map((phone) => [textOf(phone.index), phone]))
    const ids = new Map<string, Uint8Array>()
    for (const list of listsOf([...missing.values()])) {
      const padded = paddedList(list.map(({ index }) => index))
      for (const row of await unit.all(textForList(findMemberIds, padded), [sellerId, ...padded])) {
        const { phoneIndex, memberId } = memberIdOfRow(row)
        if (phoneIndex === undefined) continue
        missing.delete(textOf(phoneIndex))
        if (memberId !== undefined) ids.set(textOf(phoneIndex), memberId)
      }
    }
    for (const list of listsOf([...missing.values()], phonesSealedAtOnce)) {
      const rows = list.map(({ index, phone }) => {
        const id = this.#random(memberIdBytes)
        ids.set(textOf(index), id)
        const sealed = this.#cipher.seal(phone, contextOf(sellerId, index))
        const key = { seller_id: sellerId, phone_index: index }
        return insertMemberPhone.encode({ ...key, phone_sealed: sealed, member_id: id })
      })
      unit.insert(insertMemberPhone.text, rows)
      // Lets other calls in between.
      await unit.flush()
    }
    return { get: (index) => ids.get(textOf(index)) }
  }

  /** Whether a stored phone matches the key of its row. */
  isOfIndex(sellerId: string, index: PhoneIndex, sealed: Uint8Array): boolean {
    let phone: string
    try {
      phone = this.#cipher.open(sealed, contextOf(sellerId, index))
    } catch {
      // Sealed under another key or for another row, or altered.
      return false
    }
    return Buffer.compare(this.indexOf(sellerId, phone), index) === 0
  }
}

/** A phone with its index in a seller. */
export type IndexedPhone = Readonly<{ index: PhoneIndex; phone: string }>

/** Phones by their index. */
export type OpenPhones = Readonly<{ get(index: PhoneIndex): string | undefined }>

/** Random ids of members by the index of their phone. */
export type MemberIds = Readonly<{ get(index: PhoneIndex): Uint8Array | undefined }>

function textOf(index: PhoneIndex): string {
  return Buffer.from(index.buffer, index.byteOffset, index.byteLength).toString('latin1')
}

function contextOf(sellerId: string, index: PhoneIndex): Uint8Array {
  return Buffer.concat([Buffer.from(`${sellerId}\0`, 'utf8'), index])
}

function listsOf<Item>(items: readonly Item[], length = maxInList): readonly (readonly Item[])[] {
  const lists: (readonly Item[])[] = []
  for (let start = 0; start < items.length; start += length) lists.push(items.slice(start, start + length))
  return lists
}
