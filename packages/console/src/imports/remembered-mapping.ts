import { guessMapping, type ImportKind, isHeader, type Mapping } from '@yaoquan/api'
import { recallJson, remember } from '@yaoquan/browser/memory'

type Place = Readonly<{ kind: ImportKind; sellerId: string }>

/** The mapping that this browser used before for columns of these titles; a guess for those that it does not know. */
export function rememberedMapping(titles: readonly string[], { kind, sellerId }: Place): Mapping {
  const known = storedMapping({ kind, sellerId })
  const guessed = guessMapping(titles, kind)
  return titles.map((title, place) => {
    const field = known[title.trim()]
    return field === undefined ? guessed[place] : field || undefined
  })
}

/** Remembers which title was which field. Of a file without a header nothing is stored: its first row may name a member. */
export function rememberMapping(titles: readonly string[], mapping: Mapping, place: Place): void {
  if (!isHeader(titles, place.kind)) return
  const kept = titles.flatMap((title, index) => (isStored(title) ? [[title.trim(), mapping[index] ?? '']] : []))
  const all = Object.entries({ ...storedMapping(place), ...Object.fromEntries(kept) }).slice(-maxTitles)
  remember(keyOf(place), JSON.stringify(Object.fromEntries(all)))
}

const maxTitles = 200

function isStored(title: string): boolean {
  return title.trim() !== '' && title.length <= 30
}

function keyOf({ kind, sellerId }: Place): string {
  return `yaoquan-${kind}-${sellerId}`
}

function storedMapping(place: Place): Readonly<Record<string, string>> {
  // The browser's owner may write anything there.
  const stored = Object.entries(Object(recallJson(keyOf(place))))
  return Object.fromEntries(stored.flatMap(([title, field]) => (typeof field === 'string' ? [[title, field]] : [])))
}
