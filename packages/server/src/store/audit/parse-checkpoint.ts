import type { Checkpoint, SignedCheckpoint } from '#domain/audit/checkpoint'
import { OperatorError } from '#errors/operator-error'

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
  return new OperatorError('不是 yaoquan audit checkpoint 的输出 (not the output of yaoquan audit checkpoint)')
}
