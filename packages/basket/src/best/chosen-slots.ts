import type { SearchField, Slot } from './search-field.ts'

/** The coupons chosen so far, and how far they use up limits. Changes in place. */
export type ChosenSlots = Readonly<{
  slots: Slot[]
  /** Whether a slot is chosen, by position in the field. */
  isChosen: boolean[]
  /** For each limit: how many of its coupons are chosen, and the smallest number that one of them allows. */
  counts: number[]
  mosts: number[]
}>

export function noSlots({ slots, limitCount }: SearchField): ChosenSlots {
  return {
    slots: [],
    isChosen: new Array<boolean>(slots.length).fill(false),
    counts: new Array<number>(limitCount).fill(0),
    mosts: new Array<number>(limitCount).fill(Number.POSITIVE_INFINITY),
  }
}

/** Whether the limits admit one more coupon. Places on the order are not checked. */
export function admits({ counts, mosts }: ChosenSlots, { limits }: Slot): boolean {
  for (const { id, most } of limits) if ((counts[id] ?? 0) >= Math.min(mosts[id] ?? 0, most)) return false
  return true
}

/** Chooses a slot. @returns a function that undoes it; the last choice is undone first */
export function choose(chosen: ChosenSlots, slot: Slot, position: number): () => void {
  const { slots, isChosen, counts, mosts } = chosen
  const before = slot.limits.map(({ id }) => mosts[id] ?? Number.POSITIVE_INFINITY)
  slots.push(slot)
  isChosen[position] = true
  for (const { id, most } of slot.limits) {
    counts[id] = (counts[id] ?? 0) + 1
    mosts[id] = Math.min(mosts[id] ?? Number.POSITIVE_INFINITY, most)
  }
  return () => {
    slots.pop()
    isChosen[position] = false
    for (const [at, { id }] of slot.limits.entries()) {
      counts[id] = (counts[id] ?? 0) - 1
      mosts[id] = before[at] ?? Number.POSITIVE_INFINITY
    }
  }
}
