import { LostRaceError } from './lost-race-error.ts'
import type { RequiredWrite, SqlTransaction } from './sql-engine.ts'

/**
 * Writes rows that were read.
 * @throws LostRaceError when another writer changed one of them first
 */
export async function writeRequired(
  transaction: Pick<SqlTransaction, 'writeAll'>,
  required: readonly RequiredWrite[],
): Promise<void> {
  if (required.length === 0) return
  const written = await transaction.writeAll(required.map(({ write }) => write))
  for (const [place, { rows, lost }] of required.entries()) {
    if (rows !== undefined && written[place] !== rows) throw new LostRaceError(lost)
  }
}
