/** A row was changed between being read and being written; the transaction is lost and may be run again. */
export class LostRaceError extends Error {
  override readonly name = 'LostRaceError'
}
