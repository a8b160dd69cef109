import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { Checkpoint, SignedCheckpoint } from '#domain/audit/checkpoint'

/** Before the 32 bytes of an Ed25519 seed in PKCS #8 (RFC 8410). */
const seedPrefix = Buffer.from('302e020100300506032b657004220420', 'hex')
const publicKeyBytes = 32

/** Signs checkpoints, and recognises those it signed. */
export class CheckpointKey {
  readonly #key: KeyObject
  readonly #publicKey: string

  /** @param seed 32 bytes */
  constructor(seed: Uint8Array) {
    this.#key = createPrivateKey({ key: Buffer.concat([seedPrefix, seed]), format: 'der', type: 'pkcs8' })
    const exported = createPublicKey(this.#key).export({ format: 'der', type: 'spki' })
    this.#publicKey = exported.subarray(-publicKeyBytes).toString('hex')
  }

  sign(checkpoint: Checkpoint): SignedCheckpoint {
    const signature = sign(null, signedBytes(checkpoint), this.#key).toString('hex')
    return { checkpoint, public_key: this.#publicKey, signature }
  }

  /** Whether this key signed it, and nothing of it was changed since. */
  hasSigned({ checkpoint, signature }: SignedCheckpoint): boolean {
    const bytes = Buffer.from(signature, 'hex')
    return verify(null, signedBytes(checkpoint), createPublicKey(this.#key), bytes)
  }
}

function signedBytes(checkpoint: Checkpoint): Uint8Array {
  return Buffer.from(JSON.stringify(checkpoint), 'utf8')
}
