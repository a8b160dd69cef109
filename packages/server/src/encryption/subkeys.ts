import { hkdfSync } from 'node:crypto'

/** One key per purpose, so that a leaked key reveals nothing else. */
export type Subkeys = Readonly<{
  phoneIndex: Uint8Array
  cardIndex: Uint8Array
  textIndex: Uint8Array
  memberCipher: Uint8Array
  /** Seals the keys of members. */
  memberKeyCipher: Uint8Array
  secretCipher: Uint8Array
  sessionDigest: Uint8Array
  requestDigest: Uint8Array
  /** Seals heads of event chains, and sums of rows. */
  auditSeal: Uint8Array
  /** Seals single rows for those sums. The one of the first master key stays in use, since no row knows which of several sealed it. */
  rowSeal: Uint8Array
  /** Seals quotes, which tills hold. */
  quoteCipher: Uint8Array
  /** Seals keys of other generations. */
  keyWrap: Uint8Array
  /** Seed of the Ed25519 key that signs checkpoints. */
  checkpointSeed: Uint8Array
  /** Stored to recognise a wrong master key at start; reveals nothing of the other keys. */
  keyCheck: Uint8Array
}>

/** HKDF-SHA256 of the master key (32 bytes), 32 bytes each. */
export function deriveSubkeys(masterKey: Uint8Array): Subkeys {
  return {
    phoneIndex: derive(masterKey, 'phone-index'),
    cardIndex: derive(masterKey, 'card-index'),
    textIndex: derive(masterKey, 'text-index'),
    memberCipher: derive(masterKey, 'member-cipher'),
    memberKeyCipher: derive(masterKey, 'member-key-cipher'),
    secretCipher: derive(masterKey, 'secret-cipher'),
    sessionDigest: derive(masterKey, 'session-digest'),
    requestDigest: derive(masterKey, 'request-digest'),
    auditSeal: derive(masterKey, 'audit-seal'),
    rowSeal: derive(masterKey, 'row-seal'),
    quoteCipher: derive(masterKey, 'quote-cipher'),
    keyWrap: derive(masterKey, 'key-wrap'),
    checkpointSeed: derive(masterKey, 'checkpoint-seed'),
    keyCheck: derive(masterKey, 'key-check'),
  }
}

function derive(masterKey: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', masterKey, '', `yaoquan/1/${purpose}`, 32))
}
