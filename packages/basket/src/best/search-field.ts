import { type Candidate, compareApplication } from '../coupons/candidate.ts'
import type { LineAmounts } from '../coupons/prepare-basket.ts'
import { equalCoupons, haveNestedLimits, reachableLimits, type SearchRules, type SlotLimit } from './equal-coupons.ts'
import { compareEnds } from './ranking.ts'

/** Candidates that may be combined, in the order in which a search tries them. */
export type SearchField = Readonly<{
  slots: readonly Slot[]
  limitCount: number
  /** What the lines of each scope can give. */
  scopesFen: readonly number[]
  /** Positions of slots, larger faces first, then earlier ends. */
  byFace: readonly number[]
  /** Result of `haveNestedLimits` for the slots. */
  hasNestedLimits: boolean
  /** What all lines of all slots can give. */
  capacityFen: number
  /** For each candidate, the position of an equal one that is used before it, or its own. */
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
  /** Slots with one scope have the same lines. */
  scope: number
  /** The position of the equal coupon that is used before this one; -1 if there is none. */
  after: number
}>

/**
 * Prepares a search. Of equal coupons the one that ends first is used first, and those beyond their limit are left out.
 * @param candidates usable, and usable beside others
 */
export function searchField(candidates: readonly Candidate[], amounts: LineAmounts, rules: SearchRules): SearchField {
  const groups = equalCoupons(candidates, rules)
  const useful = groups.flatMap(({ candidates: equals, most }) => equals.slice(0, most))
  const positions = new Map(useful.toSorted(compareUse).map((candidate, position) => [candidate, position]))
  const isWhole = useful.length === candidates.length
  const chains = (isWhole ? groups : equalCoupons(useful, rules)).map(({ candidates: chain }) => chain)
  const limitIds = new Map([...reachableLimits(useful)].map((key, id) => [key, id]))
  const scopes = new Map(useful.map(({ scopeKey, positions: lines }) => [scopeKey, lines]))
  const scopeIds = new Map([...scopes.keys()].map((key, id) => [key, id]))
  const capacityOf = (lines: readonly number[]): number =>
    lines.reduce((sum, line) => sum + (amounts.capacityFen[line] ?? 0), 0)
  const slots = slotsOf([...positions.keys()], { positions, chains, limitIds, scopeIds })
  return {
    slots,
    byFace: useful.toSorted(compareFaces).map((candidate) => positions.get(candidate) ?? -1),
    hasNestedLimits: haveNestedLimits(slots),
    limitCount: limitIds.size,
    scopesFen: [...scopes.values()].map(capacityOf),
    capacityFen: capacityOf(unionOf(scopes.values())),
    heads: headsOf(
      groups.map(({ candidates: equals }) => equals),
      { positions, chains },
    ),
    amounts,
    rules,
  }
}

/** Positions that any of the lists names, ascending. */
function unionOf(lists: Iterable<readonly number[]>): readonly number[] {
  const isNamed: boolean[] = []
  for (const positions of lists) for (const position of positions) isNamed[position] = true
  return isNamed.flatMap((is, position) => (is ? [position] : []))
}

type Arrangement = Readonly<{
  /** Position of each candidate's slot. */
  positions: ReadonlyMap<Candidate, number>
  /** Equal candidates in the order in which they are used. */
  chains: readonly (readonly Candidate[])[]
}>

function slotsOf(
  ordered: readonly Candidate[],
  {
    positions,
    chains,
    limitIds,
    scopeIds,
  }: Arrangement & Readonly<{ limitIds: ReadonlyMap<string, number>; scopeIds: ReadonlyMap<string, number> }>,
): readonly Slot[] {
  const places = new Map(ordered.toSorted(compareApplication).map((candidate, place) => [candidate, place]))
  const before = new Map(
    chains.flatMap((chain) => chain.slice(1).map((candidate, at) => [candidate, chain[at]] as const)),
  )
  return ordered.map((candidate) => {
    const previous = before.get(candidate)
    return {
      candidate,
      place: places.get(candidate) ?? 0,
      limits: candidate.limits
        .flatMap(({ key, most }) => {
          const id = limitIds.get(key)
          return id === undefined ? [] : [{ id, most }]
        })
        .sort((left, right) => left.id - right.id),
      scope: scopeIds.get(candidate.scopeKey) ?? -1,
      after: previous === undefined ? -1 : (positions.get(previous) ?? -1),
    }
  })
}

function compareFaces(left: Candidate, right: Candidate): number {
  return right.faceFen - left.faceFen || compareEnds(left, right)
}

/** Leads every candidate, also those that were left out, to the first one of its chain. */
function headsOf(
  groups: readonly (readonly Candidate[])[],
  { positions, chains }: Arrangement,
): ReadonlyMap<Candidate, number> {
  const firsts = new Map(
    chains.flatMap((chain) => chain.map((candidate) => [candidate, chain[0] ?? candidate] as const)),
  )
  return new Map(
    groups.flatMap((equals) => {
      const [first] = equals
      const head = first && firsts.get(first)
      const position = head && positions.get(head)
      return equals.map((candidate) => [candidate, position ?? -1] as const)
    }),
  )
}

/** Larger amounts first, then less waste, then earlier ends. */
function compareUse(left: Candidate, right: Candidate): number {
  return right.aloneFen - left.aloneFen || left.faceFen - right.faceFen || compareEnds(left, right)
}
