import { DuplicateKeyError, LostRaceError, MissingTableError } from '#database/database-errors'
import { DatabaseFault } from '#database/mysql/database-fault'
import { OperatorError, RelayedFault } from '#errors/operator-error'
import { ErasureListFault } from './keys/erasure-lists.ts'
import { SellerMovedError } from './schema/move-mark.ts'

const kindNames = ['full', 'damaged', 'busy', 'io', 'read-only', 'moved', 'conflict', 'unavailable', 'refused'] as const

/** What failed about the store; a label of a metric, so there are few. */
export type StoreFaultKind = (typeof kindNames)[number]

/** @returns undefined for an error that does not come from the store */
export function storeFaultKind(error: unknown): StoreFaultKind | undefined {
  const source = error instanceof OperatorError ? error.cause : error
  if (source instanceof DatabaseFault) return source.kind
  if (source instanceof MissingTableError || source instanceof SellerMovedError) return 'moved'
  if (source instanceof LostRaceError || source instanceof DuplicateKeyError) return 'conflict'
  if (source instanceof ErasureListFault) return 'io'
  if (source instanceof RelayedFault) return kindNames.find((name) => name === source.storeFault)
  const code = sqliteCode(source)
  if (code === undefined) return undefined
  const [, kind = 'refused'] = kinds.find(([start]) => code.startsWith(start)) ?? []
  return kind
}

/** Whether the same call may succeed later: the store is contended or not available, but neither damaged nor misused. */
export function isPassingFault(error: unknown): boolean {
  const kind = storeFaultKind(error)
  return kind !== undefined && kind !== 'damaged' && kind !== 'refused'
}

const kinds: readonly (readonly [string, StoreFaultKind])[] = [
  ['SQLITE_FULL', 'full'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_IOERR', 'io'],
  ['SQLITE_CANTOPEN', 'io'],
  ['SQLITE_READONLY', 'read-only'],
]

function sqliteCode(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return undefined
  return error.code.startsWith('SQLITE_') ? error.code : undefined
}
