import { done, load, type Reading, refused } from '#domain/lifecycle/act'
import { type SharedAct, sharedAct } from '#domain/lifecycle/shared-act'
import { operatorByName, operatorWritten } from '#domain/lifecycle/shared-changes'
import type { Operator } from '#domain/people/operator'
import type { OperatorAct, OperatorWrite, VersionedOperator } from '#domain/people/people-store'

/** The operator that an act changes, and the operator who requests it. */
export type OperatorTarget = Readonly<{
  name: string
  /** Undefined: the operator itself, or the command line, which may change everyone. */
  by?: Owner | undefined
}>

/** The operator who requests an act, the seller that it is requested for, and all sellers that this operator owns. */
export type Owner = Readonly<{ name: string | undefined; sellerId: string; ownedIds: readonly string[] }>

export type OperatorRefusal = Readonly<{ kind: 'unknown-operator' | 'not-allowed' | 'changed-meanwhile' }>

export type FoundOperator = Readonly<{ operator: VersionedOperator | undefined }>

/** What an act makes of an operator. */
type Step<Answer> = Readonly<{ to: Operator; answer: Answer } & Pick<OperatorWrite, 'ends'>>

type Parts<Input, Answer> = Readonly<{
  act: OperatorAct | ((input: Input) => OperatorAct)
  /** Whether an owner may do it to the operator. */
  mayChange?: (operator: Operator, by: Owner) => boolean
  /** Sellers that the operator comes to. */
  joins?: (input: Input) => readonly string[]
  /** Undefined: the account is another one by now. */
  step: (operator: Operator, input: Input, nowMs: number) => Step<Answer> | undefined
}>

/** An act on one operator. Each seller that the operator has or had a role of gets the event. */
export function operatorAct<Input extends Readonly<{ target: OperatorTarget }>, Answer>({
  act,
  mayChange = () => true,
  joins = () => [],
  step,
}: Parts<Input, Answer>): SharedAct<Input, FoundOperator, Answer, OperatorRefusal> {
  return sharedAct<Input, FoundOperator, Answer, OperatorRefusal>({
    *sellers(input) {
      const { operator } = yield* readOperator(input)
      const { by } = input.target
      if (by !== undefined && !(operator && mayChange(operator.operator, by))) return [by.sellerId]
      return [...sellersOfOperator(operator?.operator), ...joins(input)]
    },
    reads: readOperator,
    decide({ input, found: { operator }, nowMs }) {
      if (operator === undefined) return refused({ kind: 'unknown-operator' })
      const { by } = input.target
      if (by !== undefined && !mayChange(operator.operator, by)) return refused({ kind: 'not-allowed' })
      const taken = step(operator.operator, input, nowMs)
      if (taken === undefined) return refused({ kind: 'changed-meanwhile' })
      const { to, ends, answer } = taken
      if (to === operator.operator && ends === undefined) return done(answer)
      const named = typeof act === 'function' ? act(input) : act
      return done(answer, [operatorWritten({ from: operator, to, act: named, ends })])
    },
  })
}

function* readOperator({ target }: Readonly<{ target: OperatorTarget }>): Reading<FoundOperator> {
  return yield* load({ operator: operatorByName(target.name) })
}

/** The seller that took the last role away is among them: it keeps the number of the request. */
function sellersOfOperator(operator: Operator | undefined): readonly string[] {
  if (operator === undefined) return []
  const { roles, lastSellerId } = operator
  return [...roles.map(({ sellerId }) => sellerId), ...(lastSellerId === undefined ? [] : [lastSellerId])]
}

/** Whether the operator has a role for the seller of the owner. */
export function hasRole({ roles: held }: Operator, { sellerId }: Pick<Owner, 'sellerId'>): boolean {
  return held.some((role) => role.sellerId === sellerId)
}

/**
 * Whether an owner may reset or disable an operator: it has a role for the seller, and none of sellers of which the owner is none, who
 * would get into them with a password of the operator's.
 */
export function isManaged(target: Operator, own: Owner): boolean {
  return hasRole(target, own) && target.roles.every(({ sellerId }) => own.ownedIds.includes(sellerId))
}

/**
 * Whether a role may be set: the operator has one for the seller, or the caller is an owner of all sellers of the operator's,
 * or, where there are none, of the one that took the last role away. Else a stranger's owner could add roles to somebody's
 * operator, who then could not be reset or disabled any more, or take over one who was let go, with a password of his making.
 */
export function mayAssign(target: Operator, own: Owner): boolean {
  if (hasRole(target, own)) return true
  const { roles: held, lastSellerId } = target
  if (held.length === 0) return lastSellerId !== undefined && own.ownedIds.includes(lastSellerId)
  return held.every(({ sellerId }) => own.ownedIds.includes(sellerId))
}
