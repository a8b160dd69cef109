import { type Cipher, createCipher } from './cipher.ts'
import { createKeyedDigest, createSeals, type KeyedDigest, type Seals } from './seals.ts'
import { deriveSubkeys, type Subkeys } from './subkeys.ts'

/** One master key of a store, and everything that is done with the keys derived from it. */
export type KeyGeneration = Readonly<{
  /** 1 for the first master key of a store, one more for each rotation. */
  generation: number
  masterKey: Uint8Array
  subkeys: Subkeys
  /** The indexes by which phones, cards and texts are found. */
  indexes: Readonly<Record<'phone' | 'card' | 'text', KeyedDigest>>
  /** Cipher of texts that belong to no member. */
  texts: Cipher
  /** Cipher of the keys of members. */
  memberKeys: Cipher
  /** Cipher of secrets of apps and webhooks. */
  secrets: Cipher
  /** Cipher of quotes, which tills keep. */
  quotes: Cipher
  /** Cipher of keys of other generations. */
  keys: Cipher
  tokens: KeyedDigest
  requests: KeyedDigest
  /** Seals of heads of event chains and of sums of rows. */
  heads: Seals
}>

/** @param masterKey 32 bytes */
export function createKeyGeneration(generation: number, masterKey: Uint8Array): KeyGeneration {
  const subkeys = deriveSubkeys(masterKey)
  return {
    generation,
    masterKey,
    subkeys,
    indexes: {
      phone: createKeyedDigest(subkeys.phoneIndex),
      card: createKeyedDigest(subkeys.cardIndex),
      text: createKeyedDigest(subkeys.textIndex),
    },
    texts: createCipher(subkeys.memberCipher),
    memberKeys: createCipher(subkeys.memberKeyCipher),
    secrets: createCipher(subkeys.secretCipher),
    quotes: createCipher(subkeys.quoteCipher),
    keys: createCipher(subkeys.keyWrap),
    tokens: createKeyedDigest(subkeys.sessionDigest),
    requests: createKeyedDigest(subkeys.requestDigest),
    heads: createSeals(subkeys.auditSeal),
  }
}
