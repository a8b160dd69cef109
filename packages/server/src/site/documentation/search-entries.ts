import { errors, type MethodDefinition, methods } from '@yaoquan/api'
import { documentPath } from '#site/documentation/document/document'
import { documents } from '#site/documentation/document-list'
import { fieldRows } from '#site/documentation/method-page/field-rows'
import type { PageLanguage } from '#site/page-language'

/** A search result: a page, an error code or a field. */
export type SearchEntry = Readonly<{
  title: string
  /** Second line of the result: what it is and where it belongs. */
  note: string
  path: string
  /** Further words that it is found by. */
  words: string
}>

/** Everything that can be found, pages first. Among equally good matches the order is kept. */
export function searchEntries(language: PageLanguage): readonly SearchEntry[] {
  return [
    ...pageEntries(language),
    ...publicErrorEntries(language),
    ...Object.values(methods).flatMap((definition) => ownEntries(definition, language)),
  ]
}

function pageEntries(language: PageLanguage): readonly SearchEntry[] {
  return documents.map(({ kind, slug, title, summary }) => ({
    title: kind === 'method' ? slug : title[language],
    note: kind === 'method' ? title[language] : summary[language],
    path: documentPath(slug, language),
    words: `${slug} ${title.zh} ${title.en} ${summary.zh} ${summary.en}`,
  }))
}

function publicErrorEntries(language: PageLanguage): readonly SearchEntry[] {
  return Object.entries(errors).map(([name, row]) => ({
    title: `${row.code} ${row.msg}`,
    note: row.cause[language],
    path: `${documentPath('public-errors', language)}#error.${name}`,
    words: `${'subCode' in row ? row.subCode : ''} ${'subMsg' in row ? row.subMsg : ''} ${row.cause.zh} ${row.cause.en}`,
  }))
}

/** Error codes and fields of one method. */
function ownEntries(
  { name, title, errorCodes, request, response }: MethodDefinition,
  language: PageLanguage,
): readonly SearchEntry[] {
  const page = documentPath(name, language)
  const fields = [
    { kind: 'request', rows: fieldRows(request) },
    { kind: 'response', rows: fieldRows(response) },
  ].flatMap(({ kind, rows }) =>
    rows.map((row) => ({
      title: row.name,
      note: `${name} · ${row.description[language]}`,
      path: `${page}#${kind}.${row.path}`,
      words: `${title.zh} ${title.en} ${row.description.zh} ${row.description.en}`,
    })),
  )
  const codes = errorCodes.map(({ code, message }) => ({
    title: code,
    note: `${name} · ${message[language]}`,
    path: `${page}#error.${code}`,
    words: `${message.zh} ${message.en}`,
  }))
  return [...codes, ...fields]
}

/**
 * Finds the entries that contain every word of the query, ignoring case. Best first: title or note equals the query, then title
 * or note starts with it, then the title contains it, then the further words contain it as it is, then the rest. Equal ranks keep
 * the given order.
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
  const further = hidden.toLowerCase()
  const text = `${names.join(' ')} ${further}`
  if (!words.every((word) => text.includes(word))) return 0
  if (names.includes(wanted)) return 5
  if (names.some((name) => name.startsWith(wanted))) return 4
  if (names[0]?.includes(wanted) === true) return 3
  return further.includes(wanted) ? 2 : 1
}
