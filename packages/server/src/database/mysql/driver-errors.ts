import { DuplicateKeyError, MissingTableError } from '#database/database-errors'
import { DatabaseFault, type FaultKind } from './database-fault.ts'

/**
 * The engine's error for one of the driver. The driver's error is not kept as the cause, because its message may quote values.
 * @param text the statement
 */
export function portError(error: unknown, text: string): Error {
  const { code, errno } = driverCodes(error)
  const statement = text.replace(/\s+/g, ' ').slice(0, 80)
  if (errno === 1146) return new MissingTableError(`no such table in: ${statement}`)
  if (errno === 1062) return new DuplicateKeyError('a row with this key exists already')
  return new DatabaseFault(`${code} (${errno}) in: ${statement}`, {
    kind: kindOf(code, errno),
    errno,
  })
}

/** Deadlock, lock wait, snapshot conflict; TiDB: write conflicts of its two modes, schema changed meanwhile. */
const conflicts = new Set([1213, 1205, 1020, 9007, 8022, 8028])

/**
 * Too many connections, not ready (no quorum), shutting down, read-only, killed, wrong state for COMMIT, broken packets, gone away,
 * ended for idleness; TiDB: part of its storage is missing, slow or busy.
 * After some of these a COMMIT may or may not have been done.
 */
const unavailable = new Set([
  ...[1040, 1047, 1053, 1290, 1836, 1792, 1317, 1180, 1158, 1159, 1160, 1161, 1927],
  ...[2002, 2003, 2006, 2013, 3169, 4031],
  ...[9001, 9002, 9003, 9004, 9005],
])

function kindOf(code: string, errno: number): FaultKind {
  if (conflicts.has(errno)) return 'conflict'
  if (unavailable.has(errno) || (errno <= 0 && !programmingCodes.has(code))) return 'unavailable'
  return 'refused'
}

/** Errors of the driver about wrong use of it. */
const programmingCodes = new Set(['ERR_INVALID_ARG_TYPE', 'ERR_INVALID_ARG_VALUE', 'TypeError', 'RangeError'])

/** Connection failures have a code of the system (ECONNREFUSED) or of the driver (PROTOCOL_CONNECTION_LOST) and no useful number. */
function driverCodes(error: unknown): Readonly<{ code: string; errno: number }> {
  if (!(error instanceof Error)) return { code: 'unknown', errno: 0 }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  const errno = 'errno' in error && typeof error.errno === 'number' ? error.errno : 0
  return { code, errno }
}
