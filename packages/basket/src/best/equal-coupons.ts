import { type Candidate, compareApplication, compareStep, type Limit } from '../coupons/candidate.ts'
import type { ChainPolicy } from '../model/policy.ts'
import { compareEnds } from './ranking.ts'

/** The rules of a seller that a search needs. */
export type SearchRules = Pick<ChainPolicy, 'maxPerOrder' | 'thresholdBase'>

/** Coupons that can replace one another, earlier ends first, and how many of them an order may have. */
type EqualCoupons = Readonly<{ candidates: readonly Candidate[]; most: number }>

/**
 * Groups coupons that can replace one another in every combination without a change of amounts or of what else may be
 * used: they stand side by side in the order of application, do the same to the same lines, and have the same limits.
 * @returns every candidate once
 */
export function equalCoupons(candidates: readonly Candidate[], rules: SearchRules): readonly EqualCoupons[] {
  const reachable = reachableLimits(candidates)
  const limitsIn = ({ limits }: Candidate): readonly Limit[] => limits.filter(({ key }) => reachable.has(key))
  const keyIn = (candidate: Candidate): string =>
    JSON.stringify(limitsIn(candidate).map(({ key, most }) => [key, most]))
  return runsOf(candidates.toSorted(compareApplication), rules)
    .flatMap((run) => (run.length === 1 ? [run] : [...groupBy(run, keyIn).values()]))
    .map((equals) => ({
      // Most are by themselves, and each search groups them anew.
      candidates: equals.length === 1 ? equals : equals.toSorted(compareEnds),
      most: Math.min(rules.maxPerOrder, ...equals.flatMap(limitsIn).map(({ most }) => most)),
    }))
}

/** Cuts the order of application into runs of coupons that do the same. */
function runsOf(ordered: readonly Candidate[], rules: SearchRules): readonly (readonly Candidate[])[] {
  const runs: Candidate[][] = []
  for (const candidate of ordered) {
    const run = runs.at(-1)
    const [first] = run ?? []
    if (run !== undefined && first !== undefined && doTheSame(first, candidate, rules)) run.push(candidate)
    else runs.push([candidate])
  }
  return runs
}

function doTheSame(left: Candidate, right: Candidate, { thresholdBase }: SearchRules): boolean {
  if (compareStep(left, right) !== 0) return false
  if (left.scopeKey !== right.scopeKey) return false
  return thresholdBase === 'original' || benefitKey(left) === benefitKey(right)
}

function benefitKey({ coupon: { offer } }: Candidate): string {
  const { kind, thresholdFen } = offer
  const size = kind === 'percent' ? offer.percentToPay : kind === 'unknown' ? 0 : offer.amountFen
  const most = kind === 'step' ? offer.stepMax : kind === 'percent' ? offer.capFen : undefined
  return JSON.stringify([kind, thresholdFen, size, most ?? null])
}

/** Keys of limits that more candidates share than each of them allows, those of the most candidates first. */
export function reachableLimits(candidates: readonly Candidate[]): ReadonlySet<string> {
  const shared = [
    ...groupBy(
      candidates.flatMap(({ limits }) => limits),
      ({ key }) => key,
    ),
  ]
  const reachable = shared.filter(([, limits]) => limits.length > Math.min(...limits.map(({ most }) => most)))
  return new Set(reachable.sort(([, left], [, right]) => right.length - left.length).map(([key]) => key))
}

/** Replaces Map.groupBy, which Node.js 20 lacks. */
function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

/** A limit of a search; `id` is 0 or more and less than the number of limits. */
export type SlotLimit = Readonly<{ id: number; most: number }>

/**
 * Whether the limits form a matroid, on which the greedy choice is the best one: coupons of one limit allow the same
 * number, and of two limits that share a coupon one contains the other.
 */
export function haveNestedLimits(slots: readonly Readonly<{ limits: readonly SlotLimit[] }>[]): boolean {
  const sizes = new Map<number, number>()
  const shared = new Map<string, Readonly<{ left: number; right: number; size: number }>>()
  const mosts = new Map<number, number>()
  for (const { id, most } of slots.flatMap(({ limits }) => limits)) {
    if ((mosts.get(id) ?? most) !== most) return false
    mosts.set(id, most)
    sizes.set(id, (sizes.get(id) ?? 0) + 1)
  }
  for (const { limits } of slots) {
    for (const { id: left } of limits) {
      for (const { id: right } of limits) {
        if (left >= right) continue
        const key = `${left} ${right}`
        shared.set(key, { left, right, size: (shared.get(key)?.size ?? 0) + 1 })
      }
    }
  }
  return [...shared.values()].every(
    ({ left, right, size }) => size === Math.min(sizes.get(left) ?? 0, sizes.get(right) ?? 0),
  )
}
