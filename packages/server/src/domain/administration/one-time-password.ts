import type { SharedCall } from '#domain/lifecycle/shared-act'
import { mayTellAgain } from '#domain/lifecycle/shared-act'
import { type Operator, oneTimePasswordMs } from '#domain/people/operator'
import type { PasswordHasher } from '#domain/people/prove-password'
import { isManaged, type OperatorTarget, operatorAct } from './operator-act.ts'

/** What makes passwords. */
export type PasswordParts = Readonly<{ passwords: PasswordHasher; randomBytes: (size: number) => Uint8Array }>

/** A one-time password, and the account with its hash. */
export type GivenPassword = Readonly<{
  password: string
  account: Pick<Operator, 'passwordHash' | 'mustChangePassword' | 'passwordEndsAtMs'>
}>

/** Makes a one-time password that is good for 72 hours. */
export async function givePassword({ passwords, randomBytes }: PasswordParts, nowMs: number): Promise<GivenPassword> {
  const password = oneTimePassword(randomBytes)
  const passwordHash = await passwords.hash(password)
  return { password, account: { passwordHash, mustChangePassword: true, passwordEndsAtMs: nowMs + oneTimePasswordMs } }
}

/** Which password an act gave: until when it is good. It is no secret, so an answer may hold it. */
export type PasswordMark = Readonly<{ passwordEndsAtMs: number | undefined }>

export type ShownPassword =
  | Readonly<{
      kind: 'changed'
      password: string
      /** How long it is good from now, whole hours. */
      validHours: number
      /** The request is a repeated one: this password took the place of the first, which nobody can tell again. */
      isReplaced: boolean
    }>
  /** It was done under this number. No other password is given: an hour has passed, or the first was used or replaced. */
  | Readonly<{ kind: 'done-before' }>

type Written = Readonly<{ answer: PasswordMark; isAlreadyDone: boolean; doneAtMs: number }>

/** Tells the password of an act that was done now; where it was done before, one that takes its place. */
export async function tellPassword(
  { target, written, given }: Readonly<{ target: OperatorTarget; written: Written; given: GivenPassword }>,
  { acts, request }: SharedCall,
): Promise<ShownPassword> {
  const { password, account } = given
  const mark = written.answer
  const leftMs = (mark.passwordEndsAtMs ?? request.nowMs + oneTimePasswordMs) - request.nowMs
  const told = { kind: 'changed', password, validHours: Math.floor(leftMs / 3_600_000) } as const
  if (!written.isAlreadyDone) return { ...told, isReplaced: false }
  if (!mayTellAgain(request, written)) return { kind: 'done-before' }
  const again = await acts.runAct({ ...request, requestNo: undefined }, replacePassword, { target, account, mark })
  return again.kind === 'done' ? { ...told, isReplaced: true } : { kind: 'done-before' }
}

type Replacing = Readonly<{ target: OperatorTarget; account: GivenPassword['account']; mark: PasswordMark }>

/** Gives another one-time password in place of the one that an act gave, as long as nobody used that. It is good as long as that was. */
export const replacePassword = operatorAct<Replacing, null>({
  act: 'password_given_again',
  mayChange: isManaged,
  step(operator, { account, mark }) {
    const { mustChangePassword, passwordEndsAtMs } = operator
    if (!mustChangePassword || passwordEndsAtMs !== mark.passwordEndsAtMs) return undefined
    return { to: { ...operator, ...account, passwordEndsAtMs }, answer: null, ends: 'all' }
  },
})

/** Letters and digits that cannot be mistaken for each other. There are 32, so that a byte picks each equally often. */
const plainCharacters = 'abcdefghijkmnpqrstuvwxyz23456789'

/** 16 characters of 5 random bits in groups of four, which can be read aloud. */
function oneTimePassword(randomBytes: (size: number) => Uint8Array): string {
  const characters = [...randomBytes(16)].map((byte) => plainCharacters[byte % plainCharacters.length])
  return [0, 4, 8, 12].map((start) => characters.slice(start, start + 4).join('')).join('-')
}
