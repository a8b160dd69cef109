import { errors, type MethodDefinition, methods } from '@yaoquan/api'
import { marked, type Token } from 'marked'
import { documentPath, type Section } from '#site/documentation/document/document'
import { headingOf } from '#site/documentation/document/render-markdown'
import { documents } from '#site/documentation/documents/document-list'
import { type Guide, guides } from '#site/documentation/guides/guides'
import { fieldRows } from '#site/documentation/method-page/field-rows'
import type { PageLanguage } from '#site/page-route'

/** What a search finds: a page, a section of a guide, an error code or a field. */
export type SearchEntry = Readonly<{
  kind: 'page' | 'section' | 'error' | 'field'
  title: string
  /** Second line of the result: what it is and where it belongs. */
  note: string
  path: string
  /** Names and titles in the other language, by which it is found too. */
  words: string
  /** What stands there. */
  text: string
}>

/** Everything that can be found, a little at a time: guides are parsed for it. */
export function* searchEntries(language: PageLanguage): Generator<SearchEntry> {
  yield* pageEntries(language)
  for (const guide of guides) yield* sectionEntries(guide, language)
  yield* publicErrorEntries(language)
  for (const definition of Object.values(methods)) yield* ownEntries(definition, language)
}

function pageEntries(language: PageLanguage): readonly SearchEntry[] {
  return documents.map(({ kind, slug, title, summary }) => ({
    kind: 'page',
    title: kind === 'method' ? slug : title[language],
    note: kind === 'method' ? title[language] : summary[language],
    path: documentPath(slug, language),
    words: `${slug} ${title.zh} ${title.en}`,
    text: `${summary.zh} ${summary.en}`,
  }))
}

/** A section is found by its title in the other language, too, where both have it under one anchor. */
function sectionEntries(guide: Guide, language: PageLanguage): readonly SearchEntry[] {
  const others = new Map(guideSections(guide, otherLanguage[language]).map(({ id, title }) => [id, title]))
  return guideSections(guide, language).map(
    ({ id, title, text }): SearchEntry => ({
      kind: 'section',
      title,
      note: guide.title[language],
      path: `${documentPath(guide.slug, language)}${id === '' ? '' : `#${id}`}`,
      words: others.get(id) ?? '',
      text,
    }),
  )
}

const otherLanguage = { zh: 'en', en: 'zh' } as const

function publicErrorEntries(language: PageLanguage): readonly SearchEntry[] {
  return Object.entries(errors).map(([name, row]) => ({
    kind: 'error',
    title: `${row.code} ${row.msg}`,
    note: row.cause[language],
    path: `${documentPath('public-errors', language)}#error.${name}`,
    words: `${'subCode' in row ? row.subCode : ''} ${'subMsg' in row ? row.subMsg : ''} ${'subMsgEn' in row ? row.subMsgEn : ''}`,
    text: `${row.cause.zh} ${row.cause.en} ${row.cure[language]}`,
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
    rows.map(
      (row): SearchEntry => ({
        kind: 'field',
        title: row.name,
        note: `${name} · ${row.description[language]}`,
        path: `${page}#${kind}.${row.path}`,
        words: '',
        text: `${title[language]} ${row.description.zh} ${row.description.en}`,
      }),
    ),
  )
  const codes = errorCodes.map(
    ({ code, message }): SearchEntry => ({
      kind: 'error',
      title: code,
      note: `${name} · ${message[language]}`,
      path: `${page}#error.${code}`,
      words: '',
      text: `${message.zh} ${message.en}`,
    }),
  )
  return [...codes, ...fields]
}

/** A part of a guide under a heading of the second or third level; `id` is empty for what stands before the first. */
type GuideSection = Section & Readonly<{ text: string }>

const deepest = 3

/** The sections of a guide with their text, without markup. */
function guideSections({ title, text }: Guide, language: PageLanguage): readonly GuideSection[] {
  const sections: { id: string; title: string; text: string }[] = [{ id: '', title: title[language], text: '' }]
  for (const token of marked.lexer(text[language])) {
    if (token.type === 'heading' && token.depth <= deepest) sections.push({ ...headingOf(token.text), text: '' })
    else {
      const last = sections.at(-1)
      if (last !== undefined) last.text += `${plainText(token)}\n`
    }
  }
  return sections.filter(({ id, text: body }) => id !== '' || body.trim() !== '')
}

/** The words of Markdown: the text of links, code and cells, without addresses and marks. */
function plainText(token: Token): string {
  if (token.type === 'table') {
    const rows = [token['header'], ...token['rows']] as readonly (readonly Readonly<{ tokens: Token[] }>[])[]
    return rows
      .flat()
      .map(({ tokens }) => tokens.map(plainText).join(''))
      .join(' ')
  }
  const inner: readonly Token[] = token.type === 'list' ? token['items'] : ('tokens' in token && token.tokens) || []
  if (inner.length > 0) return inner.map(plainText).join(token.type === 'list' ? ' ' : '')
  return 'text' in token && typeof token.text === 'string' ? token.text.replaceAll(/^::[a-z0-9-]+::$/gm, '') : ''
}
