import MiniSearch, { type Query, type SearchResult } from 'minisearch'
import type { PageLanguage } from '#site/page-route'
import { LongWorks, Slice } from '#turns/task-queues'
import { type SearchEntry, searchEntries } from './search-entries.ts'
import { meaningsOf, queryTerms, termsOf } from './synonyms.ts'

/** Finds entries of the document centre. @param limit of results. @returns the best first */
export type DocumentSearch = (query: string, limit: number) => readonly SearchEntry[]

const opened = new Map<PageLanguage, Promise<DocumentSearch>>()

/** The search over pages, sections, fields and errors in a language. Its index is made at the first call, between other events. */
export function documentSearch(language: PageLanguage): Promise<DocumentSearch> {
  const known = opened.get(language)
  if (known !== undefined) return known
  const search = createDocumentSearch(searchEntries(language))
  opened.set(language, search)
  return search
}

/** Finds entries of the document centre in a language. @param limit of results. @returns the best first */
export async function searchDocumentation(
  language: PageLanguage,
  query: string,
  limit: number,
): Promise<readonly SearchEntry[]> {
  return (await documentSearch(language))(query, limit)
}

/** A page stands before its parts where both are as good. */
const kindBoosts: Readonly<Record<SearchEntry['kind'], number>> = { page: 2.5, section: 1.4, error: 1, field: 0.8 }
const fieldBoosts = { title: 5, words: 3, note: 1.5, text: 1 }
/** An entry with the word itself stands before one with a synonym. */
const synonymBoost = 0.35
/** A mistyped letter in a short word makes another word of it. */
const minFuzzyLength = 5

async function createDocumentSearch(found: Iterable<SearchEntry>): Promise<DocumentSearch> {
  const entries: SearchEntry[] = []
  const index = new MiniSearch<SearchEntry & Readonly<{ id: number }>>({
    fields: Object.keys(fieldBoosts),
    tokenize: (text) => [...termsOf(text)],
    processTerm: (term) => term,
    searchOptions: {
      boost: fieldBoosts,
      tokenize: (text) => [...queryTerms(text)],
      combineWith: 'AND',
      boostDocument: (id) => kindBoosts[entries[Number(id)]?.kind ?? 'field'],
    },
  })
  const slice = new Slice(new LongWorks())
  for (const entry of found) {
    index.add({ ...entry, id: entries.length })
    entries.push(entry)
    if (slice.isUsedUp) await slice.rest()
  }
  const titled = new Map(entries.map(({ title }, id) => [title.toLowerCase(), id]).reverse() as [string, number][])
  return (query, limit) => {
    const wanted = query.trim()
    if (wanted === '') return []
    const exact = titled.get(wanted.toLowerCase())
    const found = foundBy(index, wanted).map(({ id }) => Number(id))
    const ids = exact === undefined ? found : [exact, ...found.filter((id) => id !== exact)]
    return fewOfEachTitle(ids.flatMap((id) => entries[id] ?? [])).slice(0, limit)
  }
}

/** A field that many methods have leaves room for what explains it: after the second, entries of a title come last. */
function fewOfEachTitle(found: readonly SearchEntry[]): readonly SearchEntry[] {
  const counts = new Map<string, number>()
  const isOneOfMany = ({ title }: SearchEntry) => {
    const count = (counts.get(title) ?? 0) + 1
    counts.set(title, count)
    return count > maxOfTitle
  }
  const { first = [], last = [] } = Object.groupBy(found, (entry) => (isOneOfMany(entry) ? 'last' : 'first'))
  return [...first, ...last]
}

const maxOfTitle = 2

/** All words of the query; where nothing has all, those that have some. */
function foundBy(index: Pick<MiniSearch, 'search'>, query: string): readonly SearchResult[] {
  const parts = partsOf(query)
  if (parts.length === 0) return []
  const all = index.search({ combineWith: 'AND', queries: parts })
  return all.length > 0 || parts.length === 1 ? all : index.search({ combineWith: 'OR', queries: parts })
}

function partsOf(query: string): Query[] {
  const { known, rest } = meaningsOf(query)
  const meanings = known.map(
    ({ word, others }): Query => ({
      combineWith: 'OR',
      queries: [phrase(word, 1), ...others.map((other) => phrase(other, synonymBoost))],
    }),
  )
  // The first words say what is sought; each that follows would make all other calls wait.
  return [...meanings, ...rest.map((term) => typed(term))].slice(0, maxParts)
}

const maxParts = 8

/** All terms of a word. */
function phrase(word: string, weight: number): Query {
  return { combineWith: 'AND', queries: [...queryTerms(word)], boostTerm: () => weight }
}

/** A term as somebody typed it: perhaps not to its end, and perhaps with a mistake. */
function typed(term: string): Query {
  const isName = /^[\x21-\x7e]+$/.test(term)
  return {
    queries: [term],
    // A letter begins a tenth of all words.
    prefix: isName && term.length > 1,
    fuzzy: isName && term.length >= minFuzzyLength && !/\d/.test(term) ? 0.2 : false,
  }
}
