import type { Operator } from './operator.ts'

/** An operator with members that only lists need. */
export type OperatorEntry = Readonly<{
  operator: Operator
  createdAtMs: number
  /** Actor who created it, as in events. */
  createdBy: string
}>

/** An operator as it is stored. The version changes with each change. */
export type VersionedOperator = OperatorEntry & Readonly<{ version: number }>

/** An operator as it is to be, beside how it was; undefined: it is new. */
export type OperatorWrite = Readonly<{
  from: VersionedOperator | undefined
  to: Operator
  act: OperatorAct
  /** Which sessions of the operator end with it; undefined: none. */
  ends?: 'all' | Readonly<{ butToken: string }> | undefined
}>

export type OperatorAct =
  | 'created'
  | 'enabled'
  | 'disabled'
  | 'password_reset'
  | 'password_given_again'
  | 'password_changed'
  | 'password_rehashed'
  | 'role_set'
  | 'role_revoked'
  | 'totp_set'
  | 'totp_removed'

/** Operators. Reads come from the store each time, so a change holds for the next call on every server. */
export interface OperatorRegistry {
  findOperator(name: string): Promise<Operator | undefined>
  /** Every operator, by name. */
  listOperators(): Promise<readonly OperatorEntry[]>
  /** Uses up a code. @param step number of its time step; @returns false when it or a later one was used before */
  useTotpStep(name: string, step: number): Promise<boolean>
}

/** A session of an operator, without its token, which is not stored. */
export type OperatorSession = Readonly<{ name: string; createdAtMs: number; seenAtMs: number; expiresAtMs: number }>

/** A session that exists. Its id names it in lists and is of no use to call with. */
export type FoundSession = OperatorSession & Readonly<{ id: string }>

/** Sessions of operators, shared by all servers on one store. */
export interface OperatorSessions {
  createSession(token: string, session: OperatorSession): Promise<void>
  findSession(token: string): Promise<FoundSession | undefined>
  touchSession(token: string, seenAtMs: number): Promise<void>
  endSession(token: string): Promise<void>
  /** The sessions of an operator, those included that are over and not removed yet, newest first. */
  listSessionsOf(name: string): Promise<readonly FoundSession[]>
  /** Ends a session by its id. @returns false when the operator has no such session */
  endListedSession(name: string, id: string): Promise<boolean>
}

/** Counts failed sign-ins, of names whether or not they exist, and of addresses; shared by all servers on one store. */
export interface SignInAttempts {
  /**
   * Counts an attempt as failed before it is judged, so that attempts at the same time cannot pass the limit.
   * @param key what is counted
   * @param delayMs how long the next attempt is refused after so many failures; 0: it is not
   * @returns undefined, or until when attempts are refused (epoch milliseconds); a refused one is not counted
   */
  chargeAttempt(key: string, delayMs: (failures: number) => number, nowMs: number): Promise<number | undefined>
  /** Until when attempts are refused (epoch milliseconds); undefined if they are not. Does not count an attempt. */
  refusedUntil(key: string, nowMs: number): Promise<number | undefined>
  forgetAttempts(key: string): Promise<void>
}

/** Browsers in which operators signed in, by marks that only servers of the store can make. */
export interface KnownBrowsers {
  newMark(name: string): string
  /** Whether the mark was made for the operator, in any browser. */
  isKnown(name: string, mark: string): boolean
}

/** An app that acts for a seller because an operator allowed it by OAuth. */
export type Consent = Readonly<{ appKey: string; sellerId: string }>

/** What apps may do because operators allowed it. */
export interface Consents {
  /** The apps that act because the operator allowed it, each with its seller. */
  listConsents(operatorName: string, nowMs: number): Promise<readonly Consent[]>
}

/** So many unusable names of a seller are answered in any hour. */
export const mostUnusableNames = 6
const windowMs = 3_600_000

/** @param isLast whether the sixth place was taken, at least once while six are taken within an hour */
type ChargedName =
  | Readonly<{ kind: 'counted'; isLast: boolean }>
  /** Epoch milliseconds at which the oldest place is free again. */
  | Readonly<{ kind: 'refused'; untilMs: number }>

/**
 * Counts a name that no operator can be created with, since it is taken or reserved. Each takes one of six places for an hour.
 * @param name.sellerId the seller of the owner
 */
export async function chargeUnusableName(
  { sellerId, nowMs }: Readonly<{ sellerId: string; nowMs: number }>,
  attempts: SignInAttempts,
): Promise<ChargedName> {
  let untilMs = Number.POSITIVE_INFINITY
  for (let place = 1; place <= mostUnusableNames; place += 1) {
    const takenUntilMs = await attempts.chargeAttempt(`unusable name ${place} for ${sellerId}`, () => windowMs, nowMs)
    if (takenUntilMs === undefined) return { kind: 'counted', isLast: place === mostUnusableNames }
    untilMs = Math.min(untilMs, takenUntilMs)
  }
  return { kind: 'refused', untilMs }
}
