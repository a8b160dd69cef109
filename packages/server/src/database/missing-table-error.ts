/** A table does not exist. The message names the statement, never values. */
export class MissingTableError extends Error {
  override readonly name = 'MissingTableError'
}
