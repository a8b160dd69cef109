import { type Candidate, compareApplication } from '../coupons/candidate.ts'
import { limitsOf } from '../coupons/limits.ts'
import type { LineAmounts } from '../lines/prepare-basket.ts'
import { equalCoupons, reachableLimits, type SearchRules } from './equal-coupons.ts'
import { compareEnds } from './ranking.ts'

/** Candidates that may be combined, in the order in which a search tries them. */
export type SearchField = Readonly<{
  slots: readonly Slot[]
  limitCount: number
  /** By candidate: the position of an equal one that is used before it, or its own. */
  heads: ReadonlyMap<Candidate, number>
  amounts: LineAmounts
  rules: SearchRules
}>

export type Slot = Readonly<{
  candidate: Candidate
  /** Place in the order of application. */
  place: number
  /** Limits that the candidates of the field can reach. */
  limits: readonly SlotLimit[]
  /** The position of the equal coupon that is used before this one; -1 if there is none. */
  after: number
}>

/** `id` is 0 or more and less than `limitCount`. */
export type SlotLimit = Readonly<{ id: number; most: number }>

/**
 * Prepares a search. Of equal coupons the one that ends first is used first, and those beyond their limit are left out.
 * @param candidates usable, not alone
 */
export function searchField(candidates: readonly Candidate[], amounts: LineAmounts, rules: SearchRules): SearchField {
  const all = equalCoupons(candidates, rules)
  const useful = all.flatMap(({ candidates: equals, most }) => equals.slice(0, most))
  const chains = equalCoupons(useful, rules).map(({ candidates: chain }) => chain)
  const positions = new Map(useful.toSorted(compareUse).map((candidate, position) => [candidate, position]))
  const positionOf = (candidate: Candidate | undefined): number =>
    candidate === undefined ? -1 : (positions.get(candidate) ?? -1)
  const before = new Map(chains.flatMap((chain) => chain.map((candidate, at) => [candidate, chain[at - 1]] as const)))
  const places = new Map(useful.toSorted(compareApplication).map((candidate, place) => [candidate, place]))
  const ids = new Map([...reachableLimits(useful)].map((key, id) => [key, id]))
  const slots = [...positions.keys()].map((candidate) => ({
    candidate,
    place: places.get(candidate) ?? 0,
    limits: limitsOf(candidate).flatMap(({ key, most }) => {
      const id = ids.get(key)
      return id === undefined ? [] : [{ id, most }]
    }),
    after: positionOf(before.get(candidate)),
  }))
  const firsts = new Map(
    chains.flatMap((chain) => chain.map((candidate) => [candidate, positionOf(chain[0])] as const)),
  )
  const heads = new Map(
    all.flatMap(({ candidates: equals }) =>
      equals.map((candidate) => [candidate, firsts.get(equals[0] ?? candidate) ?? -1] as const),
    ),
  )
  return { slots, limitCount: ids.size, heads, amounts, rules }
}

/** Larger amounts first, then less waste, then earlier ends. */
function compareUse(left: Candidate, right: Candidate): number {
  return right.aloneFen - left.aloneFen || left.faceFen - right.faceFen || compareEnds(left, right)
}
