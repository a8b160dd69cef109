import type { Basket } from '../model/basket.ts'
import type { Exclusion } from '../model/exclusion.ts'
import type { ChainPolicy } from '../model/policy.ts'
import { type EligibleLine, eligibleLines } from './eligible-lines.ts'
import { indexForScopes, type ScopeIndex } from './lines-in-scope.ts'

/** A basket read once for all of its coupons. Lists by line are in the order of the lines' numbers. */
export type PreparedBasket = Readonly<{
  basket: Basket
  policy: ChainPolicy
  lines: readonly EligibleLine[]
  index: ScopeIndex
  amounts: LineAmounts
}>

/** For each line: what counts for thresholds and percentages, and the most that coupons may take. */
export type LineAmounts = Readonly<{
  baseFen: readonly number[]
  capacityFen: readonly number[]
  /** What coupons of earlier calls took of each line; `capacityFen` is less by it. */
  takenFen?: readonly number[]
}>

export function prepareBasket(basket: Basket, policy: ChainPolicy): PreparedBasket {
  const lines = eligibleLines(basket.lines, policy)
  return {
    basket,
    policy,
    lines,
    index: indexForScopes(lines.map(({ line }) => line)),
    amounts: {
      baseFen: lines.map(({ baseFen }) => baseFen),
      capacityFen: lines.map(({ capacityFen }) => capacityFen),
    },
  }
}

/** Every part of a line that counts for no coupon. */
export function exclusionsOf({ lines }: PreparedBasket): readonly Exclusion[] {
  return lines.flatMap(({ exclusion }) => exclusion ?? [])
}
