import type { PickTexts } from './pick-texts.ts'

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

/** What a field of one code offers. */
type OneChoice = Extract<Choice, { kind: 'entry' | 'code' }>

/** What a typed text names: one entry, several, or nothing. */
type Named = Readonly<{ kind: 'one'; code: string }> | Readonly<{ kind: 'several' | 'none' }>

/**
 * What a typed text finds for a field of one code, best first: by code, name, place or group.
 * @param takesCodes whether a text that is no known code is offered as one, last
 */
export function oneChoicesOf(typed: string, entries: readonly Pickable[], takesCodes: boolean): readonly OneChoice[] {
  const found = choicesOf({ typed, entries, groups: [], places: new Map(), picked: new Set(), takesCodes })
  return found.filter((choice): choice is OneChoice => choice.kind === 'entry' || choice.kind === 'code')
}

/** The entry that a typed text means: the one with that code or name, otherwise the only one that it finds. */
export function namedBy(typed: string, entries: readonly Pickable[]): Named {
  const sought = typed.trim().toLowerCase()
  const found = oneChoicesOf(typed, entries, false).flatMap((choice) => (choice.kind === 'entry' ? [choice.entry] : []))
  const [first, second] = found
  if (first === undefined) return { kind: 'none' }
  const isOf = ({ code, name }: Pickable) => [code, name].some((text) => text.toLowerCase() === sought)
  const isOnly = second === undefined || first.code.toLowerCase() === sought || (isOf(first) && !isOf(second))
  return isOnly ? { kind: 'one', code: first.code } : { kind: 'several' }
}

/** What is said of a text that is not taken: it names nothing, or several. */
export function unknownText(typed: string, entries: readonly Pickable[], words: PickTexts): string {
  return namedBy(typed, entries).kind === 'none' ? words.unknown(typed) : words.several(typed)
}

/** Something that has a code and a name: a shop or a category of goods. */
export type Pickable = Readonly<{
  code: string
  name: string
  /** City of a shop, or name of the category above. */
  place?: string | undefined
  /** Whether it was closed down; found last, and not picked with its city. */
  isClosed?: boolean | undefined
  /** Groups of shops that it is in. */
  groups?: readonly string[] | undefined
}>

/** A group of shops, which is picked as `@name`. */
export type PickableGroup = Readonly<{ name: string; shopCount: number }>

/** A code in no list of names: what the server takes as one. A group needs to exist. */
export function isCode(text: string): boolean {
  return /^[^@,\p{Cc}][^,\p{Cc}]{0,63}$/u.test(text)
}
