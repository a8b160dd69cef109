import { OperatorError } from '#errors/operator-error'

/** A row with this unique key exists already. The message names columns, never values. */
export class DuplicateKeyError extends Error {
  override readonly name = 'DuplicateKeyError'
}

/** The files of a database cannot be read where they should be. The message says what to do. */
export class DamagedStoreError extends OperatorError {}

/** A row was changed between being read and being written; the transaction is lost and may be run again. */
export class LostRaceError extends Error {
  override readonly name = 'LostRaceError'
}

/** A table does not exist. The message names the statement, never values. */
export class MissingTableError extends Error {
  override readonly name = 'MissingTableError'
}

/** Waits for a read. @returns undefined when its table does not exist */
export async function ifTableExists<Result>(read: Promise<Result>): Promise<Result | undefined> {
  try {
    return await read
  } catch (error) {
    if (error instanceof MissingTableError) return undefined
    throw error
  }
}
