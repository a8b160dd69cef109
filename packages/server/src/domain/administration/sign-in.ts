import type { SharedActs } from '#domain/lifecycle/shared-act'
import { idleSessionMs, type Operator, wholeSessionMs } from '#domain/people/operator'
import type {
  FoundSession,
  KnownBrowsers,
  OperatorRegistry,
  OperatorSession,
  OperatorSessions,
  SignInAttempts,
} from '#domain/people/people-store'
import { countedAlone, countedByNameAndClient, type PasswordHasher, provePassword } from '#domain/people/prove-password'
import { changeProven } from './change-account.ts'

/** One-time codes of authenticator apps (RFC 6238). */
export interface TotpCodes {
  /** A new secret, base32. */
  newSecret(): string
  /** The link that authenticator apps read from a QR code. */
  uriOf(secret: string, name: string): string
  /** @returns the time step of a code that fits, one step of 30 s early or late included */
  stepOf(secret: string, code: string, nowMs: number): number | undefined
}

export type SignInDependencies = Readonly<{
  acts: SharedActs
  operators: OperatorRegistry
  sessions: OperatorSessions
  attempts: SignInAttempts
  browsers: KnownBrowsers
  passwords: PasswordHasher
  totp: TotpCodes
  newToken: () => string
}>

export type SignIn = Readonly<{
  name: string
  password: string
  code: string | undefined
  /** Address of the client, as in `PageRequest`. */
  client: string
  /** What the browser was given at its last sign-in. */
  browserMark: string | undefined
  nowMs: number
}>

export type SignedIn =
  | Readonly<{ kind: 'signed-in'; token: string; browserMark: string; operator: Operator }>
  /** The name or the password is wrong, or sign-in is not allowed. The answer does not say which. */
  | Readonly<{ kind: 'refused' }>
  /** The password is right, and a code is missing, wrong or used. */
  | Readonly<{ kind: 'code-needed' }>
  /** The password is right; it was given by another and is too old. */
  | Readonly<{ kind: 'password-expired' }>
  | Readonly<{ kind: 'locked'; untilMs: number }>
  /** Too many passwords wait to be hashed. */
  | Readonly<{ kind: 'busy' }>

/**
 * Signs an operator in. Every attempt is counted for its name and its client before it is judged, whether or not the name
 * exists, and takes one hash of a password. A browser in which the operator signed in before is counted by itself, so that
 * strangers who keep guessing cannot lock the operator out (OWASP, device cookies).
 */
export async function signIn(input: SignIn, dependencies: SignInDependencies): Promise<SignedIn> {
  const { passwords, sessions, browsers, newToken } = dependencies
  const { name, password, client, browserMark, nowMs } = input
  const isKnown = browserMark !== undefined && browsers.isKnown(name, browserMark)
  if (!isKnown && passwords.isBusy()) return { kind: 'busy' }
  const counted = isKnown ? countedAlone(name, browserMark) : countedByNameAndClient(name, client)
  const proof = await provePassword({ name, password, counted, nowMs }, dependencies)
  if (proof.kind !== 'proven') return proof
  const { operator } = proof
  if (operator.passwordEndsAtMs !== undefined && operator.passwordEndsAtMs <= nowMs) return { kind: 'password-expired' }
  if (!(await hasCode(operator, input, dependencies))) return { kind: 'code-needed' }
  await proof.forgetAttempts()
  const token = newToken()
  await sessions.createSession(token, {
    name,
    createdAtMs: nowMs,
    seenAtMs: nowMs,
    expiresAtMs: nowMs + wholeSessionMs,
  })
  // A reset changes the account and ends sessions in one transaction: either this sees the change, or the reset sees the session.
  if (!(await isUnchanged(operator, dependencies))) {
    await sessions.endSession(token)
    return { kind: 'refused' }
  }
  if (passwords.isWeak(operator.passwordHash)) await strengthen(operator, input, dependencies)
  return { kind: 'signed-in', token, browserMark: browsers.newMark(name), operator }
}

/** Whether the account is still as it was when the password was proven, which takes a while. */
async function isUnchanged({ name, passwordHash }: Operator, { operators }: SignInDependencies): Promise<boolean> {
  const now = await operators.findOperator(name)
  return now?.isEnabled === true && now.passwordHash === passwordHash
}

async function hasCode(
  { name, totpSecret }: Operator,
  { code, nowMs }: SignIn,
  { operators, totp }: SignInDependencies,
): Promise<boolean> {
  if (totpSecret === undefined) return true
  const step = code === undefined ? undefined : totp.stepOf(totpSecret, code, nowMs)
  return step !== undefined && operators.useTotpStep(name, step)
}

async function strengthen(
  { name, passwordHash }: Operator,
  { password, nowMs }: SignIn,
  { acts, passwords }: SignInDependencies,
): Promise<void> {
  const own = { passwordHash: await passwords.hash(password) }
  const call = { acts, nowMs, requestId: undefined }
  await changeProven({ name, passwordHash }, { act: 'password_rehashed', own }, call)
}

export type CurrentSession = Readonly<{ session: FoundSession; operator: Operator }>

/** Uses are recorded no more often than this. */
const touchedEveryMs = 5 * 60_000

/** The session of a token and its operator; undefined when it ended, or the operator may not sign in any more. */
export async function findCurrentSession(
  token: string,
  nowMs: number,
  { sessions, operators }: Pick<SignInDependencies, 'sessions' | 'operators'>,
): Promise<CurrentSession | undefined> {
  const session = await sessions.findSession(token)
  if (session === undefined || isOver(session, nowMs)) return undefined
  const operator = await operators.findOperator(session.name)
  if (!operator?.isEnabled) return undefined
  if (session.seenAtMs + touchedEveryMs <= nowMs) await sessions.touchSession(token, nowMs)
  return { session, operator }
}

function isOver({ expiresAtMs, seenAtMs }: OperatorSession, nowMs: number): boolean {
  return expiresAtMs <= nowMs || seenAtMs + idleSessionMs <= nowMs
}

/** The sessions of an operator that can still be used, newest first. @param nowMs epoch milliseconds */
export async function listCurrentSessions(
  name: string,
  nowMs: number,
  { sessions }: Pick<SignInDependencies, 'sessions'>,
): Promise<readonly FoundSession[]> {
  return (await sessions.listSessionsOf(name)).filter((session) => !isOver(session, nowMs))
}
