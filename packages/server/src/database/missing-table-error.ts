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
