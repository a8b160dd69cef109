import { type Operator, type OperatorRole, oneTimePasswordMs } from './operator.ts'
import type { OperatorChange, OperatorOrigin, OperatorRegistry, OperatorSessions } from './people-store.ts'
import type { PasswordHasher } from './prove-password.ts'

export type ManageDependencies = Readonly<{
  operators: OperatorRegistry
  sessions: OperatorSessions
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
  }
  const created = await dependencies.operators.createOperator(operator, { ...origin, act: 'created' })
  return created === 'exists' ? { kind: 'exists' } : { kind: 'changed', password }
}

/** Gives an operator a one-time password, forgets the second factor, and ends all sessions. */
export async function resetOperator(
  name: string,
  origin: Origin,
  dependencies: ManageDependencies,
): Promise<WithPassword<'unknown-operator'>> {
  const password = oneTimePassword(dependencies.randomBytes)
  const given = await givenPassword(password, origin, dependencies)
  const step = { name, origin: { ...origin, act: 'password_reset' } } as const
  const changed = await change(dependencies.operators, step, (own) => ({ ...own, ...given, totpSecret: undefined }))
  if (changed !== 'changed') return { kind: 'unknown-operator' }
  await dependencies.sessions.endSessionsOf(name)
  return { kind: 'changed', password }
}

export type Outcome = 'changed' | 'unknown-operator'

/** Lets an operator sign in, or does not and ends all sessions. */
export async function switchOperator(
  name: string,
  isEnabled: boolean,
  origin: Origin,
  { operators, sessions }: Pick<ManageDependencies, 'operators' | 'sessions'>,
): Promise<Outcome> {
  const act = isEnabled ? 'enabled' : 'disabled'
  const changed = await change(operators, { name, origin: { ...origin, act } }, (operator) => ({
    ...operator,
    isEnabled,
  }))
  if (!isEnabled) await sessions.endSessionsOf(name)
  return changed
}

/** Sets what an operator is for a seller, in place of what it was. */
export function setRole(
  name: string,
  role: OperatorRole,
  origin: Origin,
  { operators }: Pick<ManageDependencies, 'operators'>,
): Promise<Outcome> {
  return change(operators, { name, origin: { ...origin, act: 'role_set' } }, (operator) => ({
    ...operator,
    roles: [...operator.roles.filter(({ sellerId }) => sellerId !== role.sellerId), role],
  }))
}

/** Takes an operator's role of a seller away. */
export function revokeRole(
  name: string,
  sellerId: string,
  origin: Origin,
  { operators }: Pick<ManageDependencies, 'operators'>,
): Promise<Outcome> {
  return change(operators, { name, origin: { ...origin, act: 'role_revoked' } }, (operator) => ({
    ...operator,
    roles: operator.roles.filter((role) => role.sellerId !== sellerId),
  }))
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
): Promise<Outcome | 'changed-meanwhile'> {
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
): Promise<Outcome | 'changed-meanwhile'> {
  const act = totpSecret === undefined ? 'totp_removed' : 'totp_set'
  return changeProven(operators, proven, { ...origin, act }, { totpSecret })
}

/** Changes an account that is still as it was proven. */
export async function changeProven(
  operators: OperatorRegistry,
  { name, passwordHash }: Proven,
  origin: OperatorOrigin,
  own: Partial<Operator>,
): Promise<Outcome | 'changed-meanwhile'> {
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
  { name, origin }: Readonly<{ name: string; origin: OperatorOrigin }>,
  changed: (operator: Operator) => Operator,
): Promise<Outcome> {
  const outcome = await operators.changeOperator(
    name,
    (operator) => ({ kind: 'changed', operator: changed(operator) }),
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
