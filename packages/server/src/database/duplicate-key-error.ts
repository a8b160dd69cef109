/** A row with this unique key exists already. The message names columns, never values. */
export class DuplicateKeyError extends Error {
  override readonly name = 'DuplicateKeyError'
}
