import type { SearchEntry } from './search-entries.ts'

/**
 * Finds the entries that contain every word of the query, ignoring case. Best first: title or note equals the query, then title
 * or note starts with it, then the title contains it, then the rest. Equal ranks keep the given order.
 * @param limit maximum number of results
 */
export function findEntries(entries: readonly SearchEntry[], query: string, limit: number): readonly SearchEntry[] {
  const wanted = query.toLowerCase().trim()
  const words = wanted.split(/\s+/).filter((word) => word !== '')
  if (words.length === 0) return []
  return entries
    .map((entry) => ({ entry, rank: rankOf(entry, { wanted, words }) }))
    .filter(({ rank }) => rank > 0)
    .toSorted((a, b) => b.rank - a.rank)
    .slice(0, limit)
    .map(({ entry }) => entry)
}

type Query = Readonly<{ wanted: string; words: readonly string[] }>

/** @returns 0 if a word is missing */
function rankOf({ title, note, words: hidden }: SearchEntry, { wanted, words }: Query): number {
  const names = [title.toLowerCase(), note.toLowerCase()]
  const text = `${names.join(' ')} ${hidden.toLowerCase()}`
  if (!words.every((word) => text.includes(word))) return 0
  if (names.includes(wanted)) return 4
  if (names.some((name) => name.startsWith(wanted))) return 3
  return names[0]?.includes(wanted) === true ? 2 : 1
}
