import { idleSessionMs, type Operator, wholeSessionMs } from './operator.ts'
import type { OperatorRegistry, OperatorSession, OperatorSessions, SignInAttempts } from './people-store.ts'

/** Hashes passwords off the event loop. */
export interface PasswordHasher {
  hash(password: string): Promise<string>
  /** @param hash undefined: of nobody; takes as long as one of somebody, and fits nothing */
  fits(password: string, hash: string | undefined): Promise<boolean>
  /** Whether a hash was made with less work than today's. */
  isWeak(hash: string): boolean
}

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
  operators: OperatorRegistry
  sessions: OperatorSessions
  attempts: SignInAttempts
  passwords: PasswordHasher
  totp: TotpCodes
  /** A new session token. */
  newToken: () => string
}>

export type SignIn = Readonly<{ name: string; password: string; code: string | undefined; ip: string; nowMs: number }>

export type SignedIn =
  | Readonly<{ kind: 'signed-in'; token: string; operator: Operator }>
  /** Name or password is wrong, or nobody may sign in with them: which of these is not told. */
  | Readonly<{ kind: 'refused' }>
  /** The password is right, and a code is missing, wrong or used. */
  | Readonly<{ kind: 'code-needed' }>
  /** The password is right; it was given by another and is too old. */
  | Readonly<{ kind: 'password-expired' }>
  | Readonly<{ kind: 'locked'; untilMs: number }>

/**
 * Signs an operator in. Every attempt is counted for its name and its address before it is judged, whether or not the name
 * exists, and takes one hash of a password.
 */
export async function signIn(asked: SignIn, dependencies: SignInDependencies): Promise<SignedIn> {
  const { passwords, sessions, newToken } = dependencies
  const { name, nowMs } = asked
  const proof = await provePassword(asked, dependencies)
  if (proof.kind !== 'proven') return proof
  const { operator } = proof
  if (operator.passwordEndsAtMs !== undefined && operator.passwordEndsAtMs <= nowMs) return { kind: 'password-expired' }
  if (!(await hasCode(operator, asked, dependencies))) return { kind: 'code-needed' }
  await proof.forgetAttempts()
  if (passwords.isWeak(operator.passwordHash)) await strengthen(operator, asked, dependencies)
  const token = newToken()
  await sessions.createSession(token, {
    name,
    createdAtMs: nowMs,
    seenAtMs: nowMs,
    expiresAtMs: nowMs + wholeSessionMs,
  })
  return { kind: 'signed-in', token, operator }
}

export type PasswordProof =
  | Readonly<{ kind: 'proven'; operator: Operator; forgetAttempts: () => Promise<void> }>
  | Readonly<{ kind: 'refused' }>
  | Readonly<{ kind: 'locked'; untilMs: number }>

/** Proves the password of an operator. The attempt counts as failed until it is forgotten. */
export async function provePassword(
  { name, password, ip, nowMs }: Omit<SignIn, 'code'>,
  { attempts, operators, passwords }: Pick<SignInDependencies, 'attempts' | 'operators' | 'passwords'>,
): Promise<PasswordProof> {
  const keys = { name: `name ${name}`, address: `address ${ip}` }
  const untilMs =
    (await attempts.chargeAttempt(keys.address, delayOfAddress, nowMs)) ??
    (await attempts.chargeAttempt(keys.name, delayOfName, nowMs))
  if (untilMs !== undefined) return { kind: 'locked', untilMs }
  const operator = await operators.findOperator(name)
  const fits = await passwords.fits(password, operator?.passwordHash)
  if (operator === undefined || !fits || !operator.isEnabled) return { kind: 'refused' }
  const forgetAttempts = async () => {
    for (const key of Object.values(keys)) await attempts.forgetAttempts(key)
  }
  return { kind: 'proven', operator, forgetAttempts }
}

/** Failures of a name until the first delay. */
const freeFailuresOfName = 4
/** The same of an address, behind which a whole office may be. */
const freeFailuresOfAddress = 19
const firstDelayMs = 30_000
const longestDelayMs = 15 * 60_000

function delayOfName(failures: number): number {
  return delayAfter(failures - freeFailuresOfName)
}

function delayOfAddress(failures: number): number {
  return delayAfter(failures - freeFailuresOfAddress)
}

/** Doubles with each failure. */
function delayAfter(failures: number): number {
  return failures <= 0 ? 0 : Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1))
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
  { operators, passwords }: SignInDependencies,
): Promise<void> {
  const stronger = await passwords.hash(password)
  const origin = { actor: `operator:${name}`, nowMs, requestId: undefined, act: 'password_rehashed' } as const
  await operators.changeOperator(
    name,
    (operator) =>
      operator.passwordHash === passwordHash
        ? { kind: 'changed', operator: { ...operator, passwordHash: stronger } }
        : { kind: 'changed-meanwhile' },
    origin,
  )
}

export type CurrentSession = Readonly<{ session: OperatorSession; operator: Operator }>

/** Uses are recorded no more often than this. */
const touchedEveryMs = 5 * 60_000

/** The session of a token and its operator; undefined when it ended, or the operator may not sign in any more. */
export async function findCurrentSession(
  token: string,
  nowMs: number,
  { sessions, operators }: Pick<SignInDependencies, 'sessions' | 'operators'>,
): Promise<CurrentSession | undefined> {
  const session = await sessions.findSession(token)
  if (session === undefined || session.expiresAtMs <= nowMs || session.seenAtMs + idleSessionMs <= nowMs)
    return undefined
  const operator = await operators.findOperator(session.name)
  if (!operator?.isEnabled) return undefined
  if (session.seenAtMs + touchedEveryMs <= nowMs) await sessions.touchSession(token, nowMs)
  return { session, operator }
}
