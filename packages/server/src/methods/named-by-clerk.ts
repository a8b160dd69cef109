import {
  evaluateBasket,
  getMember,
  getOrder,
  type InputOf,
  isGranted,
  type MethodDefinition,
  openMember,
  queryCoupon,
  searchMembers,
} from '@yaoquan/api'
import type { CallContext } from './method.ts'

type NamingCall = Readonly<{
  method: Readonly<{ definition: MethodDefinition }>
  input: InputOf<MethodDefinition>
  context: Pick<CallContext, 'operator' | 'grants'>
}>

/** What a look-up names by numbers that can be counted up. */
const namers: ReadonlyMap<string, (input: never) => readonly (string | undefined)[]> = new Map([
  namer(getMember, ({ memberId, cardNo }) => [memberId, cardNo]),
  namer(openMember, ({ memberId }) => [memberId]),
  namer(queryCoupon, ({ query }) => [query.cardNo]),
  namer(evaluateBasket, ({ memberId, cardNo }) => [memberId, cardNo]),
  namer(getOrder, ({ orderId }) => [orderId]),
])

function namer<M extends MethodDefinition>(
  definition: M,
  names: (input: InputOf<M>) => readonly (string | undefined)[],
): readonly [string, (input: never) => readonly (string | undefined)[]] {
  return [definition.name, names]
}

/** Members, cards and orders that an operator names who may not search members, so that nobody reads a seller number by number. */
export function namedByClerk({ method, input, context }: NamingCall): readonly string[] {
  if (context.operator === undefined || isGranted(context.grants, searchMembers.name)) return []
  const names = namers.get(method.definition.name)?.(input as never) ?? []
  return [...new Set(names.flatMap((name) => name?.trim() || []))]
}
