import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { Checkpoint, SignedCheckpoint } from '#domain/audit/audit-report'
import { OperatorError } from '#errors/operator-error'

/** Before the 32 bytes of an Ed25519 seed in PKCS #8 (RFC 8410). */
const seedPrefix = Buffer.from('302e020100300506032b657004220420', 'hex')
/** Before the 32 bytes of an Ed25519 public key as a SubjectPublicKeyInfo (RFC 8410). */
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex')
const publicKeyBytes = 32

/** Signs checkpoints, and recognises those it signed. */
export type CheckpointKey = Readonly<{
  sign: (checkpoint: Checkpoint) => SignedCheckpoint
  /** Whether this key signed it, and nothing of it was changed since. */
  hasSigned: (signed: SignedCheckpoint) => boolean
}>

/**
 * @param seed 32 bytes
 * @param others public keys that signed for the store before, 32 bytes each
 */
export function createCheckpointKey(seed: Uint8Array, others: readonly Uint8Array[] = []): CheckpointKey {
  const key = privateKeyOf(seed)
  const own = publicCheckpointKey(seed)
  const publicKeys = [own, ...others].map((bytes) =>
    createPublicKey({ key: Buffer.concat([publicPrefix, bytes]), format: 'der', type: 'spki' }),
  )
  return {
    sign(checkpoint) {
      const signature = sign(null, signedBytes(checkpoint), key).toString('hex')
      return { checkpoint, public_key: Buffer.from(own).toString('hex'), signature }
    },
    hasSigned({ checkpoint, signature }) {
      const bytes = Buffer.from(signature, 'hex')
      return publicKeys.some((publicKey) => verify(null, signedBytes(checkpoint), publicKey, bytes))
    },
  }
}

/** The public key of a seed, 32 bytes. */
export function publicCheckpointKey(seed: Uint8Array): Uint8Array {
  return createPublicKey(privateKeyOf(seed)).export({ format: 'der', type: 'spki' }).subarray(-publicKeyBytes)
}

function privateKeyOf(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([seedPrefix, seed]), format: 'der', type: 'pkcs8' })
}

function signedBytes(checkpoint: Checkpoint): Uint8Array {
  return Buffer.from(JSON.stringify(checkpoint), 'utf8')
}

/**
 * Reads a signed checkpoint.
 * @param value what `yaoquan audit checkpoint` prints, as JSON was read
 * @throws OperatorError for anything else
 */
export function parseCheckpoint(value: unknown): SignedCheckpoint {
  const { checkpoint, public_key: publicKey, signature } = membersOf(value)
  if (!isCheckpoint(checkpoint) || typeof publicKey !== 'string' || typeof signature !== 'string') throw notOne()
  return { checkpoint, public_key: publicKey, signature }
}

/** The value itself is kept, so that the bytes that were signed come out of it again. */
function isCheckpoint(value: unknown): value is Checkpoint {
  const { format, store_id: storeId, made_at: madeAt, sellers, tables } = membersOf(value)
  const areSellers = Array.isArray(sellers) && sellers.every(isSeller)
  const areTables = Array.isArray(tables) && tables.every(isTable)
  const isKnown = format === 'yaoquan-checkpoint-1' && typeof storeId === 'string' && typeof madeAt === 'string'
  return isKnown && areSellers && areTables
}

function isSeller(value: unknown): boolean {
  const { seller_id: id, newest_seq: seq, newest_hash: hash } = membersOf(value)
  return typeof id === 'string' && Number.isSafeInteger(seq) && typeof hash === 'string'
}

function isTable(value: unknown): boolean {
  const { name, version } = membersOf(value)
  return typeof name === 'string' && Number.isSafeInteger(version)
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function notOne(): OperatorError {
  return new OperatorError({
    zh: '不是 yaoquan audit checkpoint 的输出',
    en: 'not the output of yaoquan audit checkpoint',
  })
}
