import { isCode, type Pickable, type PickableGroup } from './pickable.ts'

/** A row of the list under the field. */
export type Choice =
  | Readonly<{ kind: 'entry'; entry: Pickable }>
  | Readonly<{ kind: 'group'; group: PickableGroup }>
  /** All that belong to a place, but for those closed down. */
  | Readonly<{ kind: 'place'; place: string; codes: readonly string[] }>
  /** A code that is in no list of names. */
  | Readonly<{ kind: 'code'; code: string }>

type Sought = Readonly<{
  typed: string
  entries: readonly Pickable[]
  groups: readonly PickableGroup[]
  /** Codes of each place, for places that are picked as a whole. */
  places: ReadonlyMap<string, readonly string[]>
  picked: ReadonlySet<string>
  /** Whether a text that is no known code is offered as one, last. */
  takesCodes: boolean
}>

/** Places in the list at the same time. */
const maxPlaces = 5

/**
 * What a typed text finds, best first: a code or name that is just that, groups, whole places, then what begins with it, has it within, or is in
 * a place or group of that name.
 */
export function choicesOf({ typed, entries, groups, places, picked, takesCodes }: Sought): readonly Choice[] {
  const sought = typed.trim().toLowerCase()
  const ranked = entries
    .map((entry) => ({ entry, rank: rankOf(entry, sought) }))
    .filter(({ rank }) => rank < noRank)
    .toSorted((left, right) => left.rank - right.rank)
  const exact = ranked.filter(({ rank }) => rank < startRank && sought !== '')
  const code = typed.trim()
  const isNew = takesCodes && isCode(code) && !picked.has(code) && exact.length === 0
  return [
    ...exact.map(entryChoice),
    ...groups
      .filter(({ name }) => `@${name}`.toLowerCase().includes(sought))
      .map((group): Choice => ({ kind: 'group', group })),
    ...wholePlaces(places, sought, picked),
    ...ranked.slice(exact.length).map(entryChoice),
    ...(isNew ? [{ kind: 'code', code } as const] : []),
  ]
}

function entryChoice({ entry }: Readonly<{ entry: Pickable }>): Choice {
  return { kind: 'entry', entry }
}

/** The largest first, but for those of which everything is picked. */
function wholePlaces(places: Sought['places'], sought: string, picked: ReadonlySet<string>): readonly Choice[] {
  return [...places]
    .filter(([place]) => place.toLowerCase().includes(sought))
    .toSorted(([, left], [, right]) => right.length - left.length)
    .filter(([, codes]) => !codes.every((code) => picked.has(code)))
    .slice(0, maxPlaces)
    .map(([place, codes]) => ({ kind: 'place', place, codes }))
}

const startRank = 2
const closedRank = 10
const noRank = 100

/** Less is better. @param sought in lower case */
function rankOf({ code, name, place = '', isClosed = false, groups = [] }: Pickable, sought: string): number {
  const [lowCode, lowName] = [code.toLowerCase(), name.toLowerCase()]
  const later = isClosed ? closedRank : 0
  if (lowCode === sought) return 0
  if (lowName === sought) return 1
  if (lowCode.startsWith(sought)) return startRank + later
  if (lowName.startsWith(sought)) return startRank + 1 + later
  if (lowCode.includes(sought) || lowName.includes(sought)) return startRank + 2 + later
  const within = [place, ...groups.map((group) => `@${group}`)]
  return within.some((text) => text.toLowerCase().includes(sought)) ? startRank + 3 + later : noRank
}

/** The codes of each place that has at least two which are open. */
export function placesOf(entries: readonly Pickable[]): ReadonlyMap<string, readonly string[]> {
  const open = entries.filter(({ place, isClosed }) => place !== undefined && isClosed !== true)
  const grouped = Map.groupBy(open, ({ place = '' }) => place)
  return new Map(
    [...grouped].filter(([, of]) => of.length > 1).map(([place, of]) => [place, of.map(({ code }) => code)]),
  )
}
