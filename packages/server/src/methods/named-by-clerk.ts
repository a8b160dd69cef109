import {
  evaluateBasket,
  explainCoupon,
  type Fields,
  type InputOf,
  isGranted,
  listRedemptions,
  type MethodDefinition,
  searchCoupons,
  searchMembers,
} from '@yaoquan/api'
import type { CallContext } from './method.ts'

type NamingCall = Readonly<{
  method: Readonly<{ definition: MethodDefinition }>
  input: InputOf<MethodDefinition>
  context: Pick<CallContext, 'operator' | 'grants'>
}>

/** What names a member, a card or an order in the requests of all methods. */
const numbers = ['memberId', 'cardNo', 'orderId'] as const

/** Numbers that show no member, card or order which the method does not show without them, too. */
const uncounted: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  // The order that is being rung up, whose number is new each time.
  [evaluateBasket.name, ['orderId']],
  // Says of a coupon, which it names by code, whether an order could use it.
  [explainCoupon.name, ['orderId']],
  // These list all without a number.
  [searchCoupons.name, numbers],
  [listRedemptions.name, numbers],
])

/**
 * Members, cards and orders that an operator names in a look-up who may not search members, so that nobody reads a seller number by
 * number. Of a new method everything counts.
 */
export function namedByClerk({ method, input, context }: NamingCall): readonly string[] {
  const { name, effect, request } = method.definition
  if (context.operator === undefined || effect !== 'read' || isGranted(context.grants, searchMembers.name)) return []
  const names = namesIn(request, input, uncounted.get(name) ?? [])
  return [...new Set(names.flatMap((named) => named.trim() || []))]
}

function namesIn(request: Fields, input: Readonly<Record<string, unknown>>, left: readonly string[]): string[] {
  return Object.entries(request).flatMap(([property, field]) => {
    const value = input[property]
    if (field.kind === 'object' && isObject(value)) return namesIn(field.fields, value, left)
    const counts = numbers.some((number) => number === property) && !left.includes(property)
    return counts && typeof value === 'string' ? [value] : []
  })
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
