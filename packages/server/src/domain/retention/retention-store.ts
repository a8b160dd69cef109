/** How long a seller's data is kept. */
export type RetentionPolicy = Readonly<{
  /** Days after which the answers to request numbers are removed; undefined: they are kept forever. */
  requestDays: number | undefined
  /** Epoch milliseconds. */
  setAtMs: number
  /** When the next pass is due, epoch milliseconds. */
  nextPassMs: number
}>

export type PolicyChange = Readonly<{
  sellerId: string
  requestDays: number | undefined
  nowMs: number
  actor: string
}>

/** Policies for operators. */
export interface RetentionRegistry {
  /** Undefined for a seller that never had one. */
  findPolicy(sellerId: string): Promise<RetentionPolicy | undefined>
  /** Sets a policy and appends a `retention` event. A pass under the policy before removes nothing from then on. */
  setPolicy(change: PolicyChange): Promise<void>
}

/** A seller's pass of one server. Another server takes it over once it is due again. */
export type RetentionTurn = Readonly<{
  sellerId: string
  /** Undefined: only removals that an interrupted pass did not report are left to report. */
  requestDays: number | undefined
  /** Names the turn: the moment from which it may be taken. */
  dueMs: number
}>

export type RemovalStep = Readonly<{
  turn: RetentionTurn
  /** Where the step before ended; '' for the first one. */
  afterNo: string
  /** Request numbers whose last use is older are removed, epoch milliseconds. */
  beforeMs: number
}>

/** Where the next step begins; undefined: the pass has come to its end. */
export type RemovedRequests = Readonly<{ removed: number; nextNo: string | undefined }>

/** Removes what is older than the policies say. Of two servers that do it at the same time, one has the turn of a seller. */
export interface RetentionWork {
  /**
   * Turns of the sellers that have a policy, or removals to report.
   * @throws Error when the policies were altered outside of this program; nothing may be removed then
   */
  listTurns(): Promise<readonly RetentionTurn[]>
  /** Takes a turn, or keeps it, until `untilMs`. @returns undefined when another server took it or the policy was changed */
  takeTurn(turn: RetentionTurn, untilMs: number): Promise<RetentionTurn | undefined>
  /** Looks at the next numbers and removes those that are too old, at most 64 rows. @returns undefined when the turn is lost */
  removeRequests(step: RemovalStep): Promise<RemovedRequests | undefined>
  /** Appends a `retention` event if anything was removed since the last one, and ends the turn. */
  endTurn(turn: RetentionTurn, times: Readonly<{ nowMs: number; nextPassMs: number }>): Promise<void>
}
