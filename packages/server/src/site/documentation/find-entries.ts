import type { SearchEntry } from './search-entries.ts'

/**
 * Entries that hold every word of the query, in any case, the best first: a title or note that equals the query, then one
 * that begins with it, then a title that holds it, then the rest, each in the order given.
 * @param limit how many at most
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

/** @returns 0 for an entry that lacks a word */
function rankOf({ title, note, words: hidden }: SearchEntry, { wanted, words }: Query): number {
  const names = [title.toLowerCase(), note.toLowerCase()]
  const text = `${names.join(' ')} ${hidden.toLowerCase()}`
  if (!words.every((word) => text.includes(word))) return 0
  if (names.includes(wanted)) return 4
  if (names.some((name) => name.startsWith(wanted))) return 3
  return names[0]?.includes(wanted) === true ? 2 : 1
}
