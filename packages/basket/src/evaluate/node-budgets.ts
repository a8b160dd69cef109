import type { NodeBudget } from '../best/branch-and-bound.ts'

/** Most combinations that a search prices: for the best one, for the best one without a coupon of it, and for the best one with a certain coupon. */
export const maxNodesForBest = 50_000
export const maxNodesWithout = 2_000
export const maxNodesWith = 500
/** Most that the guess before a search prices: more than there are coupons, unless they and the lines are many. */
const maxGuesses = 500
/**
 * Coupons times lines: 20 on six lines. What a combination costs grows with both, so searches price fewer where there are
 * more. No basket then takes much longer than the slowest of this size (benchmarks/README.md, "Baskets").
 */
const usualSize = 120

/**
 * Counts nodes, not time, so that every machine answers alike.
 * @param size coupons times lines
 * @returns gives a search its budget by the most combinations that one of a usual size prices
 */
export function budgetsFor(size: number): (maxNodes: number) => NodeBudget {
  const scale = Math.max(1, size / usualSize)
  return (nodes) => ({ nodesLeft: Math.floor(nodes / scale), guessesLeft: Math.ceil(maxGuesses / scale) })
}
