import { type Candidate, compareBytes } from '../coupons/candidate.ts'
import { admits, type ChosenSlots } from './chosen-slots.ts'
import { compareLists, compareText, endOf, type Ranking } from './ranking.ts'
import type { SearchField, Slot } from './search-field.ts'

/** What combinations of the chosen coupons with any of the slots from a position on can reach at best. */
type CombinationBound = Readonly<{
  /** No such combination takes more. */
  offFen: number
  /** Amounts of the largest coupons that could be added, larger first. */
  added: readonly number[]
  /** Slots that could still be added. */
  open: readonly Slot[]
}>

/**
 * The sum of the largest amounts still allowed, as many as there are places, at most all that the lines can give. Where
 * the coupons of one scope exceed what its lines can give, these lines are counted in their place, which need no places.
 * @param from first position that may be added
 */
export function boundOf(field: SearchField, chosen: ChosenSlots, from: number): CombinationBound {
  const open = openSlots(field, chosen, from)
  const exhausted = new Set<number>()
  const first = largestSum(field, chosen, { open, exhausted })
  let offFen = Math.min(first.offFen, field.capacityFen)
  let sum = first
  while (addExceeded(exhausted, sum.byScopeFen, field)) {
    sum = largestSum(field, chosen, { open, exhausted })
    offFen = Math.min(offFen, sum.offFen)
  }
  return { offFen, added: first.added, open }
}

/** Slots that the limits admit and whose equal coupon is used before them, or can be. */
function openSlots({ slots }: SearchField, chosen: ChosenSlots, from: number): readonly Slot[] {
  const open: Slot[] = []
  const isOpen: boolean[] = []
  for (let position = from; position < slots.length; position++) {
    const slot = slots[position]
    if (slot === undefined || chosen.isChosen[position] === true || !admits(chosen, slot)) continue
    if (slot.after >= 0 && chosen.isChosen[slot.after] !== true && isOpen[slot.after] !== true) continue
    isOpen[position] = true
    open.push(slot)
  }
  return open
}

type LargestSum = Readonly<{ offFen: number; byScopeFen: readonly number[]; added: readonly number[] }>

/** Only one limit of a coupon is considered, which can only raise the sum. */
function largestSum(
  { rules, scopesFen }: SearchField,
  chosen: ChosenSlots,
  { open, exhausted }: Readonly<{ open: readonly Slot[]; exhausted: ReadonlySet<number> }>,
): LargestSum {
  const counts = [...chosen.counts]
  const byScopeFen = scopesFen.map(() => 0)
  const added: number[] = []
  const add = ({ candidate, scope }: Slot): void => {
    byScopeFen[scope] = (byScopeFen[scope] ?? 0) + candidate.aloneFen
  }
  for (const slot of chosen.slots) add(slot)
  for (const slot of open) {
    if (added.length >= rules.maxPerOrder - chosen.slots.length) break
    if (exhausted.has(slot.scope) || !takesPart(slot, counts)) continue
    added.push(slot.candidate.aloneFen)
    add(slot)
  }
  const fenOf = (fen: number, scope: number): number => (exhausted.has(scope) ? (scopesFen[scope] ?? 0) : fen)
  return { offFen: byScopeFen.reduce((sum, fen, scope) => sum + fenOf(fen, scope), 0), byScopeFen, added }
}

/** Counts a coupon towards its first limit, unless that is reached. */
function takesPart({ limits: [limit] }: Slot, counts: number[]): boolean {
  if (limit === undefined) return true
  const count = counts[limit.id] ?? 0
  if (count >= limit.most) return false
  counts[limit.id] = count + 1
  return true
}

/** @returns whether the coupons of a scope exceed its lines that did not before */
function addExceeded(exhausted: Set<number>, byScopeFen: readonly number[], { scopesFen }: SearchField): boolean {
  const before = exhausted.size
  for (const [scope, fen] of byScopeFen.entries()) if (fen > (scopesFen[scope] ?? 0)) exhausted.add(scope)
  return exhausted.size > before
}

/**
 * Whether a combination of the chosen coupons with at least one open slot may rank above the best, if none of them takes
 * more than `bound.offFen`. Criterion by criterion, in the order of `compareRankings`, it compares what such a
 * combination reaches if all goes well.
 */
export function canRankHigher(
  chosen: ChosenSlots,
  { bound, best }: Readonly<{ bound: CombinationBound; best: Ranking }>,
): boolean {
  if (bound.added.length === 0) return false
  if (bound.offFen !== best.offFen) return bound.offFen > best.offFen
  const needed = neededCount(chosen, bound, best.offFen)
  const fewest = chosen.slots.length + needed
  if (fewest !== best.codes.length) return fewest < best.codes.length
  const open = bound.open.map(({ candidate }) => candidate)
  const used = chosen.slots.map(({ candidate }) => candidate)
  const leastWaste = leastWasteFen(used.concat(smallestFaces(open, needed)), best.offFen)
  if (leastWaste !== best.wasteFen) return leastWaste < best.wasteFen
  const ends = optimistic(used.map(endOf), open.map(endOf), { needed, compare: compareText })
  const byEnds = compareLists(ends, best.ends, compareText)
  if (byEnds !== 0) return byEnds < 0
  const codesOf = (candidates: typeof open): readonly string[] => candidates.map(({ coupon }) => coupon.code)
  const codes = optimistic(codesOf(used), codesOf(open), { needed, compare: compareBytes })
  return compareLists(codes, best.codes, compareBytes) < 0
}

/** How many coupons must be added at least to reach an amount, 1 or more. */
function neededCount({ slots }: ChosenSlots, { added }: CombinationBound, offFen: number): number {
  let sumFen = slots.reduce((sum, { candidate }) => sum + candidate.aloneFen, 0)
  let count = 0
  for (const fen of added) {
    if (count > 0 && sumFen >= offFen) break
    sumFen += fen
    count += 1
  }
  return count
}

function smallestFaces(candidates: readonly Candidate[], count: number): readonly Candidate[] {
  return candidates.toSorted((left, right) => left.faceFen - right.faceFen).slice(0, count)
}

/** The smallest amount by which faces of candidates exceed an amount. */
function leastWasteFen(candidates: readonly Candidate[], offFen: number): number {
  return Math.max(candidates.reduce((sum, { faceFen }) => sum + faceFen, 0) - offFen, 0)
}

/** The used texts and the smallest open ones, ascending: member by member no later than any possible list. */
function optimistic(
  used: readonly string[],
  open: readonly string[],
  { needed, compare }: Readonly<{ needed: number; compare: (left: string, right: string) => number }>,
): readonly string[] {
  return [...used, ...open.toSorted(compare).slice(0, needed)].sort(compare)
}
