/**
 * What a failed statement means for the transaction it was in:
 * - `conflict`: rolled back for another transaction's sake; the same again may succeed
 * - `unavailable`: the host did not execute it or cannot be heard; another host may
 * - `refused`: the statement itself is wrong, or its values are
 */
export type FaultKind = 'conflict' | 'unavailable' | 'refused'

/** A failure of the database. The message names its code and the statement, which holds no values; never values. */
export class DatabaseFault extends Error {
  override readonly name = 'DatabaseFault'
  readonly kind: FaultKind
  /** Error number of the MySQL protocol; 0 for failures of the connection. */
  readonly errno: number

  constructor(message: string, { kind, errno }: Readonly<{ kind: FaultKind; errno: number }>) {
    super(message)
    this.kind = kind
    this.errno = errno
  }
}
