import type { LibraryDocument } from './library.ts'

export type FoundDocument = Readonly<{ uri: string; title: string; excerpt: string }>

const excerptLength = 240
/** Further occurrences of a word do not raise the rank: they only show that the document is long. */
const maxOccurrences = 20

/**
 * Finds documents that contain every word of the query, ignoring case. Documents with the words in title or URI come first, then
 * those that contain them more often.
 */
export function searchDocuments(
  documents: readonly LibraryDocument[],
  query: string,
  limit: number,
): readonly FoundDocument[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return documents
    .map((document) => ({ document, rank: rankOf(document, words) }))
    .filter(({ rank }) => rank > 0)
    .toSorted((a, b) => b.rank - a.rank)
    .slice(0, limit)
    .map(({ document: { uri, title, text } }) => ({ uri, title, excerpt: excerptOf(text, words) }))
}

/** @returns 0 if a word is missing */
function rankOf({ uri, title, summary, text }: LibraryDocument, words: readonly string[]): number {
  const name = `${uri} ${title}`.toLowerCase()
  const whole = `${name} ${summary} ${text}`.toLowerCase()
  const counts = words.map((word) => Math.min(maxOccurrences, whole.split(word).length - 1))
  if (counts.length === 0 || counts.includes(0)) return 0
  const named = words.filter((word) => name.includes(word)).length
  return named * maxOccurrences * words.length + counts.reduce((sum, count) => sum + count, 0)
}

function excerptOf(text: string, words: readonly string[]): string {
  const lower = text.toLowerCase()
  const places = words.map((word) => lower.indexOf(word)).filter((place) => place >= 0)
  const start = Math.max(0, Math.min(...places, text.length) - excerptLength / 4)
  return text.slice(places.length === 0 ? 0 : start).slice(0, excerptLength)
}
