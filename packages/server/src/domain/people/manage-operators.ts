import { type Operator, type OperatorRole, oneTimePasswordMs } from './operator.ts'
import type {
  Consent,
  Consents,
  OperatorChange,
  OperatorOrigin,
  OperatorRegistry,
  OperatorSessions,
} from './people-store.ts'
import type { PasswordHasher } from './prove-password.ts'

export type ManageDependencies = Readonly<{
  operators: OperatorRegistry
  sessions: OperatorSessions
  consents: Consents
  passwords: PasswordHasher
  randomBytes: (size: number) => Uint8Array
}>

export type Origin = Omit<OperatorOrigin, 'act'>

export type NewOperator = Readonly<{ name: string; displayName: string; roles: readonly OperatorRole[] }>

/** A password that is told only here, or a refusal. */
export type WithPassword<Refusal> = Readonly<{ kind: 'changed'; password: string }> | Readonly<{ kind: Refusal }>

/** Creates an operator with a one-time password. @param asked.name as the API's `problemOfName` accepts it; at least one role */
export async function createOperator(
  asked: NewOperator,
  origin: Origin,
  dependencies: ManageDependencies,
): Promise<WithPassword<'exists'>> {
  const password = oneTimePassword(dependencies.randomBytes)
  const operator = {
    ...asked,
    ...(await givenPassword(password, origin, dependencies)),
    isEnabled: true,
    totpSecret: undefined,
    lastSellerId: undefined,
  }
  const created = await dependencies.operators.createOperator(operator, { ...origin, act: 'created' })
  return created === 'exists' ? { kind: 'exists' } : { kind: 'changed', password }
}

/** Whom a change is about. */
export type Target = Readonly<{
  name: string
  /** Whether the caller may change the operator as it is in the transaction of the change. Left out: the command line may. */
  mayChange?: (operator: Operator) => boolean
}>

/** Gives an operator a one-time password, forgets the second factor, and ends all sessions. */
export async function resetOperator(
  target: Target,
  origin: Origin,
  dependencies: ManageDependencies,
): Promise<WithPassword<Refused>> {
  const password = oneTimePassword(dependencies.randomBytes)
  const given = await givenPassword(password, origin, dependencies)
  const step = { ...target, origin: { ...origin, act: 'password_reset' } } as const
  const kind = await change(dependencies.operators, step, (own) => ({ ...own, ...given, totpSecret: undefined }))
  if (kind !== 'changed') return { kind }
  await dependencies.sessions.endSessionsOf(target.name)
  return { kind, password }
}

export type Refused = 'unknown-operator' | 'not-allowed'

export type Outcome = 'changed' | Refused

/** @param stopped the apps that acted for a seller because the operator allowed it, and do not any more */
export type Switched = Readonly<{ kind: 'changed'; stopped: readonly Consent[] }> | Readonly<{ kind: Refused }>

/** Lets an operator sign in, or does not and ends all sessions, also those of apps that the operator allowed. */
export async function switchOperator(
  { isEnabled, ...target }: Target & Readonly<{ isEnabled: boolean }>,
  origin: Origin,
  { operators, sessions, consents }: Pick<ManageDependencies, 'operators' | 'sessions' | 'consents'>,
): Promise<Switched> {
  const act = isEnabled ? 'enabled' : 'disabled'
  const stopped = isEnabled ? [] : await consents.listConsents(target.name, origin.nowMs)
  const changed = await change(operators, { ...target, origin: { ...origin, act } }, (operator) => ({
    ...operator,
    isEnabled,
  }))
  if (changed !== 'changed') return { kind: changed }
  if (!isEnabled) await sessions.endSessionsOf(target.name)
  return { kind: 'changed', stopped }
}

/** Sets what an operator is for a seller, in place of what it was. */
export function setRole(
  { role, ...target }: Target & Readonly<{ role: OperatorRole }>,
  origin: Origin,
  { operators }: Pick<ManageDependencies, 'operators'>,
): Promise<Outcome> {
  return change(operators, { ...target, origin: { ...origin, act: 'role_set' } }, (operator) =>
    withRole(operator, role),
  )
}

function withRole(operator: Operator, role: OperatorRole): Operator {
  const others = operator.roles.filter(({ sellerId }) => sellerId !== role.sellerId)
  return { ...operator, roles: [...others, role], lastSellerId: undefined }
}

/** @param password of an operator who came from another chain, told only here; undefined for one who keeps the own */
export type GivenRole = Readonly<{ kind: 'changed'; password: string | undefined }> | Readonly<{ kind: Refused }>

/**
 * Sets a role for the command line, which may give an operator without roles to another chain than the last one. What the
 * last chain may know or hold of the account ends then: password, authenticator and sessions.
 */
export async function giveRole(
  { name, role }: Readonly<{ name: string; role: OperatorRole }>,
  origin: Origin,
  dependencies: ManageDependencies,
): Promise<GivenRole> {
  const password = oneTimePassword(dependencies.randomBytes)
  const given = await givenPassword(password, origin, dependencies)
  let isNewcomer = false
  const step = { name, origin: { ...origin, act: 'role_set' } } as const
  const kind = await change(dependencies.operators, step, (operator) => {
    isNewcomer = operator.roles.length === 0 && operator.lastSellerId !== role.sellerId
    const account = isNewcomer ? { ...operator, ...given, totpSecret: undefined } : operator
    return withRole(account, role)
  })
  if (kind !== 'changed') return { kind }
  if (!isNewcomer) return { kind, password: undefined }
  await dependencies.sessions.endSessionsOf(name)
  return { kind, password }
}

/** Takes an operator's role of a seller away. */
export function revokeRole(
  { sellerId, ...target }: Target & Readonly<{ sellerId: string }>,
  origin: Origin,
  { operators }: Pick<ManageDependencies, 'operators'>,
): Promise<Outcome> {
  return change(operators, { ...target, origin: { ...origin, act: 'role_revoked' } }, (operator) => {
    const roles = operator.roles.filter((role) => role.sellerId !== sellerId)
    const isLast = roles.length === 0 && operator.roles.length > 0
    return { ...operator, roles, lastSellerId: isLast ? sellerId : operator.lastSellerId }
  })
}

/** An account as its owner proved it with the password. What changed it since, for example a reset, comes first. */
export type Proven = Pick<Operator, 'name' | 'passwordHash'>

/**
 * Sets a password that the operator chose; the other sessions end.
 * @param asked.password as the API's `problemOfPassword` accepts it
 * @param asked.token of the session that goes on
 */
export async function changePassword(
  proven: Proven,
  asked: Readonly<{ password: string; token: string }>,
  origin: Origin,
  { operators, sessions, passwords }: ManageDependencies,
): Promise<ChangedProven> {
  const passwordHash = await passwords.hash(asked.password)
  const own = { passwordHash, mustChangePassword: false, passwordEndsAtMs: undefined }
  const changed = await changeProven(operators, proven, { ...origin, act: 'password_changed' }, own)
  if (changed === 'changed') await sessions.endSessionsOf(proven.name, asked.token)
  return changed
}

/** Sets or removes the second factor. @param totpSecret base32; undefined removes it */
export function setTotp(
  proven: Proven,
  totpSecret: string | undefined,
  origin: Origin,
  { operators }: Pick<ManageDependencies, 'operators'>,
): Promise<ChangedProven> {
  const act = totpSecret === undefined ? 'totp_removed' : 'totp_set'
  return changeProven(operators, proven, { ...origin, act }, { totpSecret })
}

export type ChangedProven = 'changed' | 'unknown-operator' | 'changed-meanwhile'

/** Changes an account that is still as it was proven. */
export async function changeProven(
  operators: OperatorRegistry,
  { name, passwordHash }: Proven,
  origin: OperatorOrigin,
  own: Partial<Operator>,
): Promise<ChangedProven> {
  const outcome = await operators.changeOperator(
    name,
    (operator): OperatorChange<Readonly<{ kind: 'changed-meanwhile' }>> =>
      operator.passwordHash === passwordHash && operator.isEnabled
        ? { kind: 'changed', operator: { ...operator, ...own } }
        : { kind: 'changed-meanwhile' },
    origin,
  )
  return outcome.kind
}

async function change(
  operators: OperatorRegistry,
  { name, origin, mayChange = () => true }: Target & Readonly<{ origin: OperatorOrigin }>,
  changed: (operator: Operator) => Operator,
): Promise<Outcome> {
  const outcome = await operators.changeOperator(
    name,
    (operator): OperatorChange<Readonly<{ kind: 'not-allowed' }>> =>
      mayChange(operator) ? { kind: 'changed', operator: changed(operator) } : { kind: 'not-allowed' },
    origin,
  )
  return outcome.kind
}

async function givenPassword(
  password: string,
  { nowMs }: Origin,
  { passwords }: Pick<ManageDependencies, 'passwords'>,
): Promise<Pick<Operator, 'passwordHash' | 'mustChangePassword' | 'passwordEndsAtMs'>> {
  const passwordHash = await passwords.hash(password)
  return { passwordHash, mustChangePassword: true, passwordEndsAtMs: nowMs + oneTimePasswordMs }
}

/** Without letters and digits that look alike. 32 of them, so that a byte picks each equally. */
const plainCharacters = 'abcdefghjkmnpqrstuvwxyz23456789A'

/** 16 characters of 5 random bits in groups of four, which can be read aloud. */
function oneTimePassword(randomBytes: (size: number) => Uint8Array): string {
  const characters = [...randomBytes(16)].map((byte) => plainCharacters[byte % plainCharacters.length])
  return [0, 4, 8, 12].map((start) => characters.slice(start, start + 4).join('')).join('-')
}
