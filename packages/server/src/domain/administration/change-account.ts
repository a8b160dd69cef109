import type { SharedActs, SharedRequest } from '#domain/lifecycle/shared-act'
import type { Operator } from '#domain/people/operator'
import type { OperatorAct } from '#domain/people/people-store'
import type { PasswordHasher } from '#domain/people/prove-password'
import { type OperatorTarget, operatorAct } from './operator-act.ts'

/** An account as its owner proved it with the password. What changed it since, for example a reset, comes first. */
export type Proven = Pick<Operator, 'name' | 'passwordHash'>

export type ChangedProven = 'changed' | 'unknown-operator' | 'changed-meanwhile'

/** The operator who changes an account, and the time. */
export type AccountCall = Readonly<{ acts: SharedActs }> & Pick<SharedRequest, 'nowMs' | 'requestId'>

/**
 * Sets a password that the operator chose; the other sessions end.
 * @param input.password as the API's `problemOfPassword` accepts it
 * @param input.token of the session that goes on
 */
export async function changePassword(
  proven: Proven,
  input: Readonly<{ password: string; token: string }>,
  { passwords, ...call }: AccountCall & Readonly<{ passwords: PasswordHasher }>,
): Promise<ChangedProven> {
  const passwordHash = await passwords.hash(input.password)
  const own = { passwordHash, mustChangePassword: false, passwordEndsAtMs: undefined }
  return changeProven(proven, { act: 'password_changed', own, keptToken: input.token }, call)
}

/** Sets or removes the second factor. @param totpSecret base32; undefined removes it */
export function setTotp(proven: Proven, totpSecret: string | undefined, call: AccountCall): Promise<ChangedProven> {
  const act = totpSecret === undefined ? 'totp_removed' : 'totp_set'
  return changeProven(proven, { act, own: { totpSecret } }, call)
}

type OwnChange = Readonly<{
  act: OperatorAct
  own: Partial<Operator>
  /** All sessions but that of this token end. Undefined: none does. */
  keptToken?: string
}>

/** Changes an account that is still as it was proven. */
export async function changeProven(
  { name, passwordHash }: Proven,
  input: OwnChange,
  { acts, nowMs, requestId }: AccountCall,
): Promise<ChangedProven> {
  const by = { requestNo: undefined, method: 'account', content: '', actor: `operator:${name}`, nowMs, requestId }
  const written = await acts.runAct(by, changeOwn, { target: { name }, passwordHash, ...input })
  if (written.kind === 'done') return 'changed'
  return written.kind === 'refused' && written.refusal.kind === 'unknown-operator'
    ? 'unknown-operator'
    : 'changed-meanwhile'
}

/** Changes an account by its owner. */
export const changeOwn = operatorAct<OwnChange & Readonly<{ target: OperatorTarget; passwordHash: string }>, null>({
  act: ({ act }) => act,
  step(operator, { passwordHash, own, keptToken }) {
    if (operator.passwordHash !== passwordHash || !operator.isEnabled) return undefined
    const ends = keptToken === undefined ? undefined : { butToken: keptToken }
    return { to: { ...operator, ...own }, answer: null, ends }
  },
})
