import { done, load, refused } from '#domain/lifecycle/act'
import { type SharedCall, sellersOf, sharedAct } from '#domain/lifecycle/shared-act'
import { operatorByName, operatorWritten } from '#domain/lifecycle/shared-changes'
import type { Operator, OperatorRole } from '#domain/people/operator'
import {
  givePassword,
  type PasswordMark,
  type PasswordParts,
  type ShownPassword,
  tellPassword,
} from './one-time-password.ts'
import type { FoundOperator, Owner } from './operator-act.ts'

export type NewOperator = Readonly<{ name: string; displayName: string; roles: readonly OperatorRole[] }>

/** The operator who creates the other one; undefined for the command line. */
type Creator = Readonly<{ by?: Owner | undefined }>

export type CreatedOperator = ShownPassword | Readonly<{ kind: 'exists' }> | Readonly<{ kind: 'conflict' }>

/** Creates an operator with a one-time password. @param input.name as the API's `problemOfName` accepts it; at least one role */
export async function createOperator(
  input: NewOperator,
  { acts, request, by, ...parts }: SharedCall & PasswordParts & Creator,
): Promise<CreatedOperator> {
  const values = await givePassword(parts, request.nowMs)
  const operator = { ...input, ...values.account, isEnabled: true, totpSecret: undefined, lastSellerId: undefined }
  const written = await acts.runAct(request, addOperator, { operator })
  if (written.kind === 'conflict') return written
  if (written.kind === 'refused') return written.refusal
  return tellPassword({ target: { name: input.name, by }, written, given: values }, { acts, request })
}

/** Adds an operator with the password that was made. */
export const addOperator = sharedAct<
  Readonly<{ operator: Operator }>,
  FoundOperator,
  PasswordMark,
  Readonly<{ kind: 'exists' }>
>({
  sellers: ({ operator }) => sellersOf(...operator.roles.map(({ sellerId }) => sellerId)),
  reads: ({ operator }) => load({ operator: operatorByName(operator.name) }),
  decide({ input: { operator }, found }) {
    if (found.operator !== undefined) return refused({ kind: 'exists' })
    const { passwordEndsAtMs } = operator
    return done({ passwordEndsAtMs }, [operatorWritten({ from: undefined, to: operator, act: 'created' })])
  },
})
