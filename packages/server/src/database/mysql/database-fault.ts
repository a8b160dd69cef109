/**
 * What a failed statement means for its transaction:
 * - `conflict`: rolled back in favour of another transaction; it may succeed when it is run again
 * - `unavailable`: the host did not execute it or did not answer; another host may
 * - `refused`: the statement or its values are wrong
 */
export type FaultKind = 'conflict' | 'unavailable' | 'refused'

/** A failure of the database. The message has its code and the statement's text, never values. */
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

/** After a conflict and after errors of the work itself, a rolled back session is as good as before; other faults may have broken it. */
export function leavesSession(error: unknown): boolean {
  return !(error instanceof DatabaseFault) || error.kind === 'conflict'
}
