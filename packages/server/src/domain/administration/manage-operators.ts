import type { SharedActs, SharedCall } from '#domain/lifecycle/shared-act'
import type { Operator, OperatorRole } from '#domain/people/operator'
import type { Consent, Consents, OperatorRegistry, OperatorSessions } from '#domain/people/people-store'
import {
  type GivenPassword,
  givePassword,
  type PasswordMark,
  type PasswordParts,
  type ShownPassword,
  tellPassword,
} from './one-time-password.ts'
import {
  hasRole,
  isManaged,
  mayAssign,
  type OperatorRefusal,
  type OperatorTarget,
  operatorAct,
} from './operator-act.ts'

export type ManageDependencies = PasswordParts &
  Readonly<{
    acts: SharedActs
    operators: OperatorRegistry
    sessions: OperatorSessions
    consents: Consents
  }>

type Conflict = Readonly<{ kind: 'conflict' }>

type Targeted = Readonly<{ target: OperatorTarget }>

/** Gives an operator a one-time password, forgets the second factor, and ends all sessions. */
export async function resetOperator(
  target: OperatorTarget,
  { acts, request, ...parts }: SharedCall & PasswordParts,
): Promise<ShownPassword | OperatorRefusal | Conflict> {
  const input = await givePassword(parts, request.nowMs)
  const written = await acts.runAct(request, setPassword, { target, account: input.account })
  if (written.kind === 'conflict') return written
  if (written.kind === 'refused') return written.refusal
  return tellPassword({ target, written, given: input }, { acts, request })
}

/** Gives an operator the one-time password that was made. */
export const setPassword = operatorAct<Targeted & Pick<GivenPassword, 'account'>, PasswordMark>({
  act: 'password_reset',
  mayChange: isManaged,
  step(operator, { account }) {
    const { passwordEndsAtMs } = account
    return { to: { ...operator, ...account, totpSecret: undefined }, answer: { passwordEndsAtMs }, ends: 'all' }
  },
})

type Switching = Targeted & Readonly<{ isEnabled: boolean }>

/** @param stopped the apps that acted for a seller because the operator allowed it, and do not any more */
export type Switched = Readonly<{ kind: 'changed'; stopped: readonly Consent[] }> | OperatorRefusal | Conflict

/** Lets an operator sign in, or does not and ends all sessions, also those of apps that the operator allowed. */
export async function switchOperator(
  input: Switching,
  { acts, request, consents }: SharedCall & Readonly<{ consents: Consents }>,
): Promise<Switched> {
  const { target, isEnabled } = input
  const stopped = isEnabled ? [] : await consents.listConsents(target.name, request.nowMs)
  const written = await acts.runAct(request, setEnabled, { ...input, stopped })
  if (written.kind === 'conflict') return written
  return written.kind === 'refused' ? written.refusal : { kind: 'changed', ...written.answer }
}

type Stopped = Readonly<{
  /** The consents that end with the operator. They are the answer, which a repetition could not find any more. */
  stopped: readonly Consent[]
}>

/** Lets an operator sign in, or does not and ends all sessions with what came of the consents. */
export const setEnabled = operatorAct<Switching & Stopped, Stopped>({
  act: ({ isEnabled }) => (isEnabled ? 'enabled' : 'disabled'),
  mayChange: isManaged,
  step(operator, { isEnabled, stopped }) {
    return { to: { ...operator, isEnabled }, answer: { stopped }, ends: isEnabled ? undefined : 'all' }
  },
})

type Assigning = Targeted & Readonly<{ role: OperatorRole }>

/** Sets what an operator is for a seller, in place of what it was. */
export const setRole = operatorAct<Assigning, null>({
  act: 'role_set',
  mayChange: mayAssign,
  joins: ({ role }) => [role.sellerId],
  step: (operator, { role }) => ({ to: withRole(operator, role), answer: null }),
})

function withRole(operator: Operator, role: OperatorRole): Operator {
  const others = operator.roles.filter(({ sellerId }) => sellerId !== role.sellerId)
  return { ...operator, roles: [...others, role], lastSellerId: undefined }
}

/** `kept`: the operator keeps the own password. Else it came from another chain and got one. */
export type GivenRole = Readonly<{ kind: 'kept' }> | ShownPassword | OperatorRefusal | Conflict

/**
 * Sets a role for the command line, which may give an operator without roles to another chain than the last one. What the
 * last chain may know or hold of the account ends then: password, authenticator and sessions.
 */
export async function giveRole(
  { name, role }: Readonly<{ name: string; role: OperatorRole }>,
  { acts, request, ...parts }: SharedCall & PasswordParts,
): Promise<GivenRole> {
  const input = await givePassword(parts, request.nowMs)
  const target = { name }
  const written = await acts.runAct(request, takeIn, { target, role, account: input.account })
  if (written.kind === 'conflict') return written
  if (written.kind === 'refused') return written.refusal
  if (!written.answer.isNewcomer) return { kind: 'kept' }
  return tellPassword({ target, written, given: input }, { acts, request })
}

/** Sets a role; an operator who comes from another chain gets the password that was made. */
export const takeIn = operatorAct<
  Assigning & Pick<GivenPassword, 'account'>,
  PasswordMark & Readonly<{ isNewcomer: boolean }>
>({
  act: 'role_set',
  joins: ({ role }) => [role.sellerId],
  step(operator, { role, account }) {
    const isNewcomer = operator.roles.length === 0 && operator.lastSellerId !== role.sellerId
    const { passwordEndsAtMs } = account
    const own = isNewcomer ? { ...operator, ...account, totpSecret: undefined } : operator
    return { to: withRole(own, role), answer: { isNewcomer, passwordEndsAtMs }, ends: isNewcomer ? 'all' : undefined }
  },
})

/** Takes an operator's role of a seller away. */
export const revokeRole = operatorAct<Targeted & Readonly<{ sellerId: string }>, null>({
  act: 'role_revoked',
  mayChange: mayAssign,
  step(operator, { sellerId }) {
    if (!hasRole(operator, { sellerId })) return { to: operator, answer: null }
    const roles = operator.roles.filter((role) => role.sellerId !== sellerId)
    return {
      to: { ...operator, roles, lastSellerId: roles.length === 0 ? sellerId : operator.lastSellerId },
      answer: null,
    }
  },
})
