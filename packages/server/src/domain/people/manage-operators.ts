import { type Operator, type OperatorRole, oneTimePasswordMs } from './operator.ts'
import type { OperatorOrigin, OperatorRegistry, OperatorSessions } from './people-store.ts'
import type { PasswordHasher } from './sign-in.ts'

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
  const changed = await dependencies.operators.changeOperator(
    name,
    (operator) => ({ kind: 'changed', operator: { ...operator, ...given, totpSecret: undefined } }),
    { ...origin, act: 'password_reset' },
  )
  if (changed.kind !== 'changed') return { kind: 'unknown-operator' }
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

/** Sets a password that the operator chose; the other sessions end. @param asked.password as the API's `problemOfPassword` accepts it */
export async function changePassword(
  asked: Readonly<{ name: string; password: string; token: string }>,
  origin: Origin,
  { operators, sessions, passwords }: ManageDependencies,
): Promise<Outcome> {
  const passwordHash = await passwords.hash(asked.password)
  const own = { passwordHash, mustChangePassword: false, passwordEndsAtMs: undefined }
  const naming = { name: asked.name, origin: { ...origin, act: 'password_changed' } } as const
  const changed = await change(operators, naming, (operator) => ({ ...operator, ...own }))
  await sessions.endSessionsOf(asked.name, asked.token)
  return changed
}

/** Sets or removes the second factor. @param totpSecret base32; undefined removes it */
export function setTotp(
  name: string,
  totpSecret: string | undefined,
  origin: Origin,
  { operators }: Pick<ManageDependencies, 'operators'>,
): Promise<Outcome> {
  const act = totpSecret === undefined ? 'totp_removed' : 'totp_set'
  return change(operators, { name, origin: { ...origin, act } }, (operator) => ({ ...operator, totpSecret }))
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
