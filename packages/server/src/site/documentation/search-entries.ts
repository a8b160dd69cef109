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
