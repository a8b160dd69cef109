import { randomBytes } from 'node:crypto'
import { type Cipher, createCipher } from '#encryption/cipher'
import type { MemberCiphers, MemberKeys } from '#store/members/member-cipher'

/** Keys of members that several programs of a test share. */
export class MemberKeysInMemory implements MemberKeys {
  readonly #ciphers = new Map<string, Cipher>()

  async forSealing(sellerId: string, memberNos: readonly number[]): Promise<MemberCiphers> {
    for (const memberNo of memberNos) {
      const name = `${memberNo} ${sellerId}`
      if (!this.#ciphers.has(name)) this.#ciphers.set(name, createCipher(randomBytes(32)))
    }
    return this.forOpening(sellerId, memberNos)
  }

  async forOpening(sellerId: string, memberNos: readonly number[]): Promise<MemberCiphers> {
    const ciphers = new Map<number, Cipher>()
    for (const memberNo of memberNos) {
      const cipher = this.#ciphers.get(`${memberNo} ${sellerId}`)
      if (cipher !== undefined) ciphers.set(memberNo, cipher)
    }
    return ciphers
  }

  async isErased(): Promise<boolean> {
    return false
  }

  async intendErasure(): Promise<void> {
    // Nothing survives the process.
  }

  /** Destroys the key of a member. */
  erase(sellerId: string, memberNo: number): void {
    this.#ciphers.delete(`${memberNo} ${sellerId}`)
  }
}
